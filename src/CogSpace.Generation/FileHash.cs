using System.Security.Cryptography;

namespace CogSpace.Generation;

/// <summary>By which a file is known wherever it lies and whatever it is called.</summary>
public static class FileHash
{
    /// <returns>SHA-256, in hexadecimal digits.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<string> OfAsync(string path, CancellationToken cancel = default)
    {
        var stream = File.OpenRead(path);
        await using (stream)
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }
}
