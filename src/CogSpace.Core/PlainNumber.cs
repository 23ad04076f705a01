using System.Globalization;

namespace CogSpace;

/// <summary>Numbers as a person writes them: digits, a minus in front, and a point where there is a fraction.</summary>
/// <remarks>
/// The same on every system and in every language: no separators of thousands, plus signs, exponents or digits of other
/// scripts. Spaces around a number do not count.
/// </remarks>
public static class PlainNumber
{
    private const int Longest = 40;

    /// <returns>Null unless it is a whole number that an <see cref="int"/> holds.</returns>
    public static int? Whole(string text) =>
        int.TryParse(Digits(text, mayHavePoint: false), NumberStyles.AllowLeadingSign, Invariant, out int number)
            ? number
            : null;

    /// <returns>Null unless it is a whole number that a <see cref="long"/> holds.</returns>
    public static long? LargeWhole(string text) =>
        long.TryParse(Digits(text, mayHavePoint: false), NumberStyles.AllowLeadingSign, Invariant, out long number)
            ? number
            : null;

    /// <returns>Null unless it is a finite number.</returns>
    public static double? Fraction(string text) =>
        double.TryParse(
            Digits(text, mayHavePoint: true), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, Invariant,
            out double number)
            ? number
            : null;

    /// <summary>What somebody wrote, short enough for a sentence about it.</summary>
    public static string Shown(string text) =>
        text.Trim() is { Length: > 24 } trimmed ? $"{trimmed[..24]}…" : text.Trim();

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    // Empty, which is not a number, for whatever has other characters.
    private static ReadOnlySpan<char> Digits(string text, bool mayHavePoint)
    {
        var trimmed = text.AsSpan().Trim();
        var digits = trimmed is ['-', .. var rest] ? rest : trimmed;
        return digits.Length is > 0 and <= Longest
            && char.IsAsciiDigit(digits[^1])
            && digits.IndexOfAnyExcept(mayHavePoint ? "0123456789." : "0123456789") < 0
            ? trimmed
            : [];
    }
}
