using System.IO.MemoryMappedFiles;

namespace CogSpace.Weights;

/// <summary>A safetensors file, mapped into memory: opening it reads the header, bytes are paged in when they are looked at.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, Dictionary<string, TensorEntry> tensors, Dictionary<string, string> metadata)
    {
        (Path, _file, _view, Tensors, Metadata) = (path, file, view, tensors, metadata);
    }

    public string Path { get; }

    /// <summary>Every tensor of the file by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The header's own notes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="ModelLoadException">The file cannot be opened, or is not a whole safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            long length = Length(path);
            if (length < SafetensorsHeader.PrefixBytes)
                throw new ModelLoadException(path, $"it has only {length} bytes; it is truncated or no safetensors file.");

            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            var json = new byte[SafetensorsHeader.CheckLength(path, view.ReadUInt64(0), length)];
            view.ReadArray(SafetensorsHeader.PrefixBytes, json, 0, json.Length);
            var (tensors, metadata) = SafetensorsHeader.Parse(path, json, length);
            return new SafetensorsFile(path, file, view, tensors, metadata);
        }
        catch (Exception e)
        {
            view?.Dispose();
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new ModelLoadException(path, e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist." : e.Message, e);
            throw;
        }
    }

    /// <summary>Copies a tensor's bytes, little endian, row by row.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <param name="destination">As long as the entry's <see cref="TensorEntry.Length"/>.</param>
    public unsafe void CopyTo(string name, Span<byte> destination)
    {
        var entry = Tensors[name];
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, entry.Length);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            new ReadOnlySpan<byte>(start + _view.PointerOffset + entry.Offset, destination.Length).CopyTo(destination);
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    // Of what a link leads to: FileInfo would tell how long the link is.
    private static long Length(string path)
    {
        using var handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
