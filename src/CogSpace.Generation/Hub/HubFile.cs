using System.Text.RegularExpressions;

namespace CogSpace.Generation.Hub;

/// <summary>A file as a hub lists it. The hash names its bytes, in the listing and in the cache.</summary>
/// <param name="Path">Below the model's root, with slashes.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Hash">64 hexadecimal digits: SHA-256 of the bytes (large files); 40: the name that git gives them.</param>
internal sealed partial record HubFile(string Path, long Size, string Hash)
{
    private const int LongestPath = 1000;

    /// <summary>Whether a name from a server stays inside the folder that it is put into.</summary>
    public static bool IsInside(string path) =>
        path.Length is > 0 and <= LongestPath
        && !path.Contains('\\') && !path.Contains(':') && !path.Any(char.IsControl)
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    public static bool IsHash(string text) => Digits().IsMatch(text);

    [GeneratedRegex("^(?:[0-9a-f]{40}|[0-9a-f]{64})\\z")]
    private static partial Regex Digits();
}
