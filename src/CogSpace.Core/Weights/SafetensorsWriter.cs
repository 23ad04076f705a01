using System.Buffers.Binary;
using System.Text.Json;

namespace CogSpace.Weights;

/// <summary>
/// Writes safetensors files: first the header, then each tensor's bytes in the same order, one tensor in memory at a time.
/// </summary>
public static class SafetensorsWriter
{
    /// <param name="path">Written under a hidden name beside it and renamed when complete.</param>
    /// <param name="tensors">Name, type, shape and little-endian bytes of each tensor.</param>
    /// <param name="metadata">The header's notes, if any.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, ElementType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    ) =>
        WriteEach(
            path,
            [
                .. tensors.Select(tensor => new TensorSource(
                    tensor.Name, tensor.Type, tensor.Shape, destination => tensor.Bytes.Span.CopyTo(destination))),
            ],
            metadata
        );

    /// <summary>Writes tensors that are not in memory.</summary>
    /// <param name="path">Written under a hidden name beside it and renamed when complete.</param>
    /// <param name="tensors">Asked for their bytes one after the other.</param>
    /// <param name="metadata">The header's notes, if any.</param>
    /// <param name="isDurable">Whether the file survives a power cut.</param>
    /// <param name="cancel">Looked at between tensors; nothing is left.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public static void WriteEach(
        string path, IReadOnlyList<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        bool isDurable = false, CancellationToken cancel = default) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                var header = Header(tensors, metadata);
                Span<byte> length = stackalloc byte[SafetensorsHeader.PrefixBytes];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                stream.Write(length);
                stream.Write(header);
                byte[] buffer = [];
                foreach (var tensor in tensors)
                {
                    cancel.ThrowIfCancellationRequested();
                    if (tensor.Length > Array.MaxLength)
                        throw new CogSpaceException(
                            $"Cannot write {path}: the tensor {tensor.Name} takes {tensor.Length} bytes; at most " +
                            $"{Array.MaxLength} are supported."
                        );
                    if (buffer.Length < tensor.Length)
                        buffer = new byte[tensor.Length];
                    var bytes = buffer.AsSpan(0, (int)tensor.Length);
                    tensor.CopyTo(bytes);
                    stream.Write(bytes);
                }
            },
            isDurable
        );

    private static byte[] Header(IReadOnlyList<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.Name());
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Padded with spaces so that the data starts at a multiple of eight.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
