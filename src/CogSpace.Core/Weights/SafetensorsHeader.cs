using System.Text.Json;

namespace CogSpace.Weights;

/// <summary>
/// The JSON at the start of a safetensors file, checked so that every entry lies inside the file and none overlap.
/// </summary>
/// <remarks>Source: the safetensors format, github.com/huggingface/safetensors, README "Format".</remarks>
internal static class SafetensorsHeader
{
    /// <summary>Bytes of the header's length, a little-endian 64-bit number, that open the file.</summary>
    public const int PrefixBytes = 8;

    private const int MinHeaderBytes = 2;    // {}
    private const long MaxHeaderBytes = 100_000_000;

    private static readonly Dictionary<string, ElementType> Types =
        Enum.GetValues<ElementType>().ToDictionary(type => type.Name());

    /// <exception cref="ModelLoadException">The file is shorter than its header says.</exception>
    public static int CheckLength(string path, ulong headerBytes, long fileBytes)
    {
        if (headerBytes > MaxHeaderBytes)
            throw new ModelLoadException(
                path,
                $"its header claims {headerBytes} bytes, more than the {MaxHeaderBytes} that are allowed; this is not " +
                "a safetensors file or it is damaged."
            );
        if ((long)headerBytes > fileBytes - PrefixBytes)
            throw new ModelLoadException(
                path,
                $"its header claims {headerBytes} bytes but the file has only {fileBytes}; it is truncated or damaged.");
        if (headerBytes < MinHeaderBytes)
            throw new ModelLoadException(
                path, $"its header claims {headerBytes} bytes; this is not a safetensors file or it is damaged.");
        return (int)headerBytes;
    }

    /// <exception cref="ModelLoadException">The header is not JSON or one of its entries is impossible.</exception>
    public static (Dictionary<string, TensorEntry> Tensors, Dictionary<string, string> Metadata) Parse(
        string path, ReadOnlyMemory<byte> json, long fileBytes)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ModelLoadException(path, "its header is not a JSON object.");

            var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            long dataStart = PrefixBytes + json.Length;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals("__metadata__"))
                {
                    foreach (var pair in property.Value.EnumerateObject())
                        metadata[pair.Name] = pair.Value.GetString() ?? "";
                }
                else if (!tensors.TryAdd(property.Name, ReadEntry(path, property, dataStart)))
                    throw new ModelLoadException(path, $"tensor {property.Name} is listed twice.");
            }

            CheckCoverage(path, tensors, dataStart, fileBytes);
            return (tensors, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelLoadException(path, $"its header cannot be read ({e.Message})", e);
        }
    }

    private static TensorEntry ReadEntry(string path, JsonProperty property, long dataStart)
    {
        var (name, value) = (property.Name, property.Value);
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("dtype", out var dtype)
            || !value.TryGetProperty("shape", out var sizes) || !value.TryGetProperty("data_offsets", out var offsets)
            || offsets.GetArrayLength() != 2)
            throw new ModelLoadException(path, $"tensor {name} lacks its dtype, shape or data_offsets.");
        if (!Types.TryGetValue(dtype.GetString() ?? "", out var type))
            throw new ModelLoadException(
                path, $"tensor {name} has the type {dtype}; supported are {string.Join(", ", Types.Keys)}.");

        var shape = sizes.EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (shape.Any(size => size < 0) || begin < 0 || end < begin)
            throw new ModelLoadException(path, $"tensor {name} has a negative size or offset.");
        try
        {
            long bytes = checked(shape.Aggregate(1L, (product, size) => checked(product * size)) * type.Size());
            if (bytes != end - begin)
                throw new ModelLoadException(
                    path,
                    $"tensor {name} of shape ({string.Join(", ", shape)}) takes {bytes} bytes but its offsets span {end - begin}."
                );
            return new TensorEntry(type, shape, checked(dataStart + begin), bytes);
        }
        catch (OverflowException e)
        {
            throw new ModelLoadException(path, $"tensor {name} claims an impossible size.", e);
        }
    }

    // The format leaves no byte unclaimed: a gap, an overlap or a missing tail is damage.
    private static void CheckCoverage(string path, Dictionary<string, TensorEntry> tensors, long dataStart, long fileBytes)
    {
        long end = dataStart;
        foreach (var (name, entry) in tensors.OrderBy(tensor => tensor.Value.Offset).ThenBy(tensor => tensor.Value.Length))
        {
            if (entry.Offset > fileBytes - entry.Length)
                throw new ModelLoadException(
                    path,
                    $"tensor {name} ends at byte {entry.Offset + entry.Length} but the file has only {fileBytes}; it " +
                    "is truncated."
                );
            if (entry.Offset != end)
                throw new ModelLoadException(
                    path,
                    $"tensor {name} " +
                    $"{(entry.Offset < end ? "overlaps the tensor before it" : "leaves a gap before it")}; the file is damaged."
                );
            end = entry.Offset + entry.Length;
        }

        if (end != fileBytes)
            throw new ModelLoadException(path, $"the file has {fileBytes - end} bytes that belong to no tensor; it is damaged.");
    }
}
