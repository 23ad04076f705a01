using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CogSpace.Generation.Hub;

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
