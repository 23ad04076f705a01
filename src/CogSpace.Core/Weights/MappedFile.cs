using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace CogSpace.Weights;

/// <summary>An open file. What is looked at is mapped into memory; what is copied is read.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    // Large copies are read in pieces at the same time: memory that is new costs more than the reading, and both cost time of
    // any core.
    private const int PieceBytes = 16 << 20;

    private readonly SafeFileHandle _handle;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private bool _disposed;

    private MappedFile(string path, SafeFileHandle handle, MemoryMappedFile file)
    {
        (Path, Length, _handle, _file) = (path, RandomAccess.GetLength(handle), handle, file);
        _view = file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    public string Path { get; }

    public long Length { get; }

    /// <exception cref="ModelLoadException">The file is not there, is empty, or may not be read.</exception>
    public static MappedFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            if (RandomAccess.GetLength(handle) == 0)
                throw new ModelLoadException(path, "it is empty (0 bytes).");
            return new MappedFile(
                path,
                handle,
                MemoryMappedFile.CreateFromFile(
                    handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true)
            );
        }
        catch (Exception e)
        {
            handle?.Dispose();
            throw Disk.Failed(e) ? ModelLoadException.Unreadable(path, e) : e;
        }
    }

    /// <summary>Some of the file's bytes; valid until it is closed.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        Check(offset, count);
        return new ReadOnlySpan<byte>(_start + offset, count);
    }

    /// <summary>
    /// Copies bytes. Read and not mapped: pages of a mapped file would count as the process's own memory beside what they are
    /// copied to.
    /// </summary>
    /// <exception cref="ModelLoadException">The file cannot be read, or has become shorter.</exception>
    public void CopyTo(long offset, Span<byte> destination)
    {
        int length = destination.Length;
        Check(offset, length);
        try
        {
            if (length <= PieceBytes)
            {
                Read(destination, offset);
                return;
            }

            fixed (byte* start = destination)
            {
                nint address = (nint)start;
                Parallel.For(0, (length + PieceBytes - 1) / PieceBytes, piece =>
                {
                    int from = piece * PieceBytes;
                    Read(new Span<byte>((byte*)address + from, Math.Min(PieceBytes, length - from)), offset + from);
                });
            }
        }
        catch (Exception e) when (Disk.Failed(e.GetBaseException()))
        {
            throw new ModelLoadException(Path, $"it cannot be read ({e.GetBaseException().Message}).", e);
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        _handle.Dispose();
    }

    private void Check(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - count);
    }

    private void Read(Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            int read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
                throw new EndOfStreamException("the file has become shorter");
            destination = destination[read..];
            offset += read;
        }
    }
}
