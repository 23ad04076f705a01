using System.Buffers.Binary;

namespace CogSpace.Weights;

/// <summary>A safetensors file: opening it reads the header only.</summary>
public sealed class SafetensorsFile : ITensorFile
{
    private readonly MappedFile _file;

    private SafetensorsFile(MappedFile file, Dictionary<string, TensorEntry> tensors, Dictionary<string, string> metadata)
    {
        (_file, Tensors, Metadata) = (file, tensors, metadata);
    }

    public string Path => _file.Path;

    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="ModelLoadException">The file cannot be opened, or is not a whole safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return Open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a file that is open already, unless it is refused.</summary>
    internal static SafetensorsFile Open(MappedFile file)
    {
        if (file.Length < SafetensorsHeader.PrefixBytes)
            throw new ModelLoadException(file.Path, $"it has only {file.Length} bytes; it is truncated or no file of weights.");
        ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(file.Bytes(0, SafetensorsHeader.PrefixBytes));
        int length = SafetensorsHeader.CheckLength(file.Path, claimed, file.Length);
        var (tensors, metadata) = SafetensorsHeader.Parse(
            file.Path, file.Bytes(SafetensorsHeader.PrefixBytes, length).ToArray(), file.Length);
        return new SafetensorsFile(file, tensors, metadata);
    }

    public void CopyTo(string name, Span<byte> destination)
    {
        var entry = Tensors[name];
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, entry.Length);
        _file.CopyTo(entry.Offset, destination);
    }

    public void Dispose() => _file.Dispose();
}
