using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CogSpace.Weights;

/// <summary>An open safetensors file: opening it reads the header, bytes are read when they are asked for.</summary>
/// <remarks>Read and not mapped: pages of a mapped file count as the process's own memory beside the tensors that they are copied to.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    // Large tensors are read in pieces at the same time: memory that is new costs more than the reading, and both cost time of any core.
    private const int PieceBytes = 16 << 20;

    private readonly SafeFileHandle _file;

    private SafetensorsFile(string path, SafeFileHandle file, Dictionary<string, TensorEntry> tensors, Dictionary<string, string> metadata)
    {
        (Path, _file, Tensors, Metadata) = (path, file, tensors, metadata);
    }

    public string Path { get; }

    /// <summary>Every tensor of the file by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The header's own notes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="ModelLoadException">The file cannot be opened, or is not a whole safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path);
            long length = RandomAccess.GetLength(file);
            if (length < SafetensorsHeader.PrefixBytes)
                throw new ModelLoadException(path, $"it has only {length} bytes; it is truncated or no safetensors file.");

            var prefix = new byte[SafetensorsHeader.PrefixBytes];
            Read(file, prefix, 0);
            var json = new byte[SafetensorsHeader.CheckLength(path, BinaryPrimitives.ReadUInt64LittleEndian(prefix), length)];
            Read(file, json, SafetensorsHeader.PrefixBytes);
            var (tensors, metadata) = SafetensorsHeader.Parse(path, json, length);
            return new SafetensorsFile(path, file, tensors, metadata);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new ModelLoadException(path, e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist." : e.Message, e);
            throw;
        }
    }

    /// <summary>Copies a tensor's bytes, little endian, row by row.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <param name="destination">As long as the entry's <see cref="TensorEntry.Length"/>.</param>
    /// <exception cref="ModelLoadException">The file cannot be read, or has become shorter.</exception>
    public unsafe void CopyTo(string name, Span<byte> destination)
    {
        var entry = Tensors[name];
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, entry.Length);
        try
        {
            if (destination.Length <= PieceBytes)
            {
                Read(_file, destination, entry.Offset);
                return;
            }

            int length = destination.Length;
            fixed (byte* start = destination)
            {
                nint address = (nint)start;
                Parallel.For(0, (length + PieceBytes - 1) / PieceBytes, piece =>
                {
                    int from = piece * PieceBytes;
                    Read(_file, new Span<byte>((byte*)address + from, Math.Min(PieceBytes, length - from)), entry.Offset + from);
                });
            }
        }
        catch (Exception e) when ((e is AggregateException all ? all.InnerException : e) is IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(Path, $"the tensor {name} cannot be read ({e.GetBaseException().Message})", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static void Read(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            int read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
                throw new EndOfStreamException("the file has become shorter");
            destination = destination[read..];
            offset += read;
        }
    }
}
