using System.Globalization;
using System.Text;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights;

/// <summary>The 8-bit matrices of a network's repeated layers, in a file beside its weights.</summary>
internal sealed class Int8Cache : IDisposable
{
    public const string FileName = "int8.cache";

    private const string Source = "source";

    private readonly SafetensorsFile _file;

    private Int8Cache(SafetensorsFile file) => _file = file;

    /// <summary>
    /// Opens the file of a folder of weights; writes it first, a matrix at a time, where it is missing, damaged, or of other
    /// weights.
    /// </summary>
    /// <param name="folder">Holds the weights.</param>
    /// <param name="open">Opens them.</param>
    /// <param name="layers">The names of the layers.</param>
    /// <param name="cancel">Looked at between matrices; nothing is left.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public static Int8Cache Open(string folder, Func<Checkpoint> open, IEnumerable<string> layers, CancellationToken cancel)
    {
        string path = Path.Combine(folder, FileName);
        string source = Fingerprint(folder);
        if (Find(path, source) is { } found)
            return found;
        using var checkpoint = open();
        SafetensorsWriter.WriteEach(
            path, [.. layers.SelectMany(layer => Parts(checkpoint, $"{layer}.weight"))],
            new Dictionary<string, string> { [Source] = source }, cancel: cancel);
        return new Int8Cache(SafetensorsFile.Open(path));
    }

    /// <returns>The matrix; null: it is not in the file.</returns>
    public Int8Matrix? Read(string name, ReadOnlySpan<long> shape, ScalarType type, Device device)
    {
        if (
            !_file.Tensors.TryGetValue(name, out var numbers)
            || numbers.Type != ElementType.I8
            || !shape.SequenceEqual([.. numbers.Shape])
        )
            return null;
        using var scope = NewDisposeScope();
        var raw = empty(shape, dtype: ScalarType.Int8);
        _file.CopyTo(name, raw.bytes);
        var scales = StoredTensor.Read(_file.Path, ScalesOf(name), _file.Tensors[ScalesOf(name)], _file.CopyTo);
        return new Int8Matrix(scope.Detach(raw.to(ScalarType.Int8, device)), scope.Detach(scales.to(type, device)));
    }

    public void Dispose() => _file.Dispose();

    private static Int8Cache? Find(string path, string source)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            var file = SafetensorsFile.Open(path);
            if (file.Metadata.GetValueOrDefault(Source) == source)
                return new Int8Cache(file);
            file.Dispose();
        }
        catch (ModelLoadException) // it is written again
        {
        }

        return null;
    }

    // Two tensors of one matrix follow each other, so the second takes what the first computed.
    private static IEnumerable<TensorSource> Parts(Checkpoint checkpoint, string name)
    {
        if (checkpoint.Find(name) is not { } entry)
            yield break;
        byte[] scales = [];
        yield return new TensorSource(
            name,
            ElementType.I8,
            entry.Shape,
            destination =>
            {
                using var scope = NewDisposeScope();
                using var matrix = Int8Matrix.Of(
                    StoredTensor.Read(checkpoint.Path, name, entry, checkpoint.CopyTo).to(ScalarType.Float32),
                    ScalarType.Float32);
                matrix.Numbers.bytes.CopyTo(destination);
                scales = matrix.Scales.bytes.ToArray();
            }
        );
        yield return new TensorSource(
            ScalesOf(name), ElementType.F32, [entry.Shape[0], 1], destination => scales.CopyTo(destination));
    }

    private static string ScalesOf(string name) => $"{name}.scale";

    // Names, sizes and times of the weights' files.
    private static string Fingerprint(string folder)
    {
        var text = new StringBuilder();
        foreach (
            var file in new DirectoryInfo(folder)
                .EnumerateFiles()
                .Where(file => file.Extension is ".safetensors" or ".bin")
                .OrderBy(file => file.Name, StringComparer.Ordinal)
        )
            text.Append(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks};");
        return text.ToString();
    }
}
