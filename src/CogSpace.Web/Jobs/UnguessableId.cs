using System.Security.Cryptography;

namespace CogSpace.Web.Jobs;

/// <summary>
/// Names that nobody can guess: 128 random bits as 32 small hexadecimal digits. Safe in addresses and file names.
/// </summary>
internal static class UnguessableId
{
    private const int Digits = 32;

    public static string New() => RandomNumberGenerator.GetHexString(Digits, lowercase: true);

    /// <summary>Whether a text has the form of such a name. Nothing else may become part of a path.</summary>
    public static bool IsValid(string? text) => text is { Length: Digits } && text.All(char.IsAsciiHexDigitLower);
}
