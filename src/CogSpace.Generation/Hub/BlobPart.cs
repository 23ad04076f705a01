using System.Globalization;
using System.Security.Cryptography;
using System.Text;

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

/// <summary>Computes the name that a hub gives to a file's bytes, piece by piece.</summary>
/// <remarks>Large files: SHA-256. Others: git's name of a blob, SHA-1 of "blob ", the size, a zero byte and the bytes.</remarks>
internal sealed class BlobHash : IDisposable
{
    private const int PieceBytes = 1 << 20;
    private const int GitDigits = 40;

    private readonly IncrementalHash _hash;

    /// <param name="expected">Its length says which kind.</param>
    /// <param name="size">Of the whole file.</param>
    public BlobHash(string expected, long size)
    {
        bool isGit = expected.Length == GitDigits;
        _hash = IncrementalHash.CreateHash(isGit ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        if (isGit)
            _hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")));
    }

    /// <summary>Whether a file is what its name says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">Its hash.</param>
    /// <param name="cancel">Looked at between pieces.</param>
    public static async Task<bool> IsRightAsync(string file, string expected, CancellationToken cancel)
    {
        await using var stream = new FileStream(
            file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var hash = new BlobHash(expected, stream.Length);
        await hash.AppendAsync(stream, stream.Length, cancel);
        return hash.Finish() == expected;
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Takes in what a stream still has, up to a length.</summary>
    public async Task AppendAsync(Stream stream, long length, CancellationToken cancel)
    {
        var piece = new byte[PieceBytes];
        while (length > 0)
        {
            int read = await stream.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, length)), cancel);
            if (read == 0)
                break;
            _hash.AppendData(piece, 0, read);
            length -= read;
        }
    }

    /// <summary>The digits of all that was taken in.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
