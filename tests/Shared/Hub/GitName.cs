using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CogSpace.Tests.Hub;

/// <summary>Names as git gives them.</summary>
internal static class GitName
{
    public static string OfBlob(byte[] bytes) =>
        Of(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {bytes.Length}\0")), bytes);

    /// <returns>40 digits that stand for a text.</returns>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    private static string Of(params ReadOnlySpan<byte[]> pieces)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        foreach (byte[] piece in pieces)
            hash.AppendData(piece);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
