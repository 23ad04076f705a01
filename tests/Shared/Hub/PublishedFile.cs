using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CogSpace.Tests.Hub;

/// <summary>A file as the test hub serves it.</summary>
/// <param name="Path">Below the model's root.</param>
/// <param name="Source">Where its bytes are.</param>
/// <param name="Size">In bytes.</param>
/// <param name="GitHash">The name that git gives to what is in its repository: the bytes, or of a large file its pointer.</param>
/// <param name="Sha256">Of a large file; null: it is a small one.</param>
internal sealed record PublishedFile(string Path, string Source, long Size, string GitHash, string? Sha256)
{
    public string Hash => Sha256 ?? GitHash;

    public static PublishedFile Of(string root, string source)
    {
        string path = System.IO.Path.GetRelativePath(root, source).Replace('\\', '/');
        long size = new FileInfo(source).Length;
        if (System.IO.Path.GetExtension(path) is not (".safetensors" or ".bin" or ".pkl" or ".pth" or ".model"))
            return new PublishedFile(path, source, size, GitName.OfBlob(File.ReadAllBytes(source)), null);
        using var stream = File.OpenRead(source);
        string sha = Convert.ToHexStringLower(SHA256.HashData(stream));
        string pointer = string.Create(
            CultureInfo.InvariantCulture,
            $"version https://git-lfs.github.com/spec/v1\noid sha256:{sha}\nsize {size}\n"
        );
        return new PublishedFile(path, source, size, GitName.OfBlob(Encoding.ASCII.GetBytes(pointer)), sha);
    }
}
