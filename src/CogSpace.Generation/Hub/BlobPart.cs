namespace CogSpace.Generation.Hub;

/// <summary>What has come through of a file so far, and the hash of just that.</summary>
internal sealed class BlobPart : IDisposable
{
    private readonly string _path;
    private readonly HubFile _file;
    private readonly FileStream _stream;
    private BlobHash _hash;

    private BlobPart(string path, HubFile file, FileStream stream) =>
        (_path, _file, _stream, _hash) = (path, file, stream, new BlobHash(file.Hash, file.Size));

    public long Length { get; private set; }

    public bool IsComplete => Length == _file.Size;

    /// <summary>Opens what an earlier run left, or starts again.</summary>
    public static async Task<BlobPart> OpenAsync(string path, HubFile file, CancellationToken cancel)
    {
        if (new FileInfo(path).LinkTarget is not null)
            File.Delete(path); // writing would go where it leads
        var part = new BlobPart(
            path,
            file,
            new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous)
        );
        try
        {
            part.Length = part._stream.Length;
            if (part.Length > file.Size)
                part.Restart();
            await part._hash.AppendAsync(part._stream, part.Length, cancel);
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <exception cref="CogSpaceException">The disk is full or fails.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancel);
        }
        catch (IOException e)
        {
            throw new CogSpaceException($"{_path} cannot be written: {e.Message}", e);
        }

        _hash.Append(bytes.Span);
        Length += bytes.Length;
    }

    public void Restart()
    {
        Length = 0;
        _stream.SetLength(0);
        _stream.Position = 0;
        _hash.Dispose();
        _hash = new BlobHash(_file.Hash, _file.Size);
    }

    /// <summary>Whether all that came is what it should be; can be asked once.</summary>
    public bool IsRight() => IsComplete && _hash.Finish() == _file.Hash;

    /// <summary>Gives it its final name.</summary>
    public void Keep(string blob)
    {
        _stream.Flush(flushToDisk: true);
        File.Move(_path, blob, overwrite: true);
    }

    public void Delete() => File.Delete(_path);

    public void Dispose()
    {
        _hash.Dispose();
        _stream.Dispose();
    }
}
