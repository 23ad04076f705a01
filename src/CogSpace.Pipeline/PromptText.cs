using System.Globalization;
using System.Text;

namespace CogSpace.Pipeline;

/// <summary>What a person can see of a prompt.</summary>
internal static class PromptText
{
    /// <summary>Whether there is anything to see.</summary>
    public static bool IsVisible(string text) => text.EnumerateRunes().Any(IsVisible);

    // Marks need a letter to stand on. The last are blank though they count as letters and as a symbol: Hangul fillers, empty
    // Braille.
    private static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
            )
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800);
}
