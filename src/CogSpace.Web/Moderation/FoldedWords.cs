using System.Globalization;
using System.Text;
using AnyAscii;

namespace CogSpace.Web.Moderation;

/// <summary>A text as words that compare: small letters without accents, styles or invisible characters between them.</summary>
/// <remarks>
/// .NET does not normalize texts where it runs without data on cultures, as this server does.
/// </remarks>
internal static class FoldedWords
{
    // Letters that are Latin ones in another form: accented, phonetic, in circles, full-width, bold, in squares.
    private static readonly (int First, int Last)[] LatinForms =
    [
        (0x00AA, 0x024F), (0x1D00, 0x1DBF), (0x1E00, 0x1EFF), (0x2070, 0x209C), (0x2100, 0x214F), (0x2460, 0x24FF),
        (0xFB00, 0xFB06), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF), (0x1F100, 0x1F1FF),
    ];

    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsInvisible(rune))
                continue;
            string letters = IsLatinForm(rune) ? rune.ToString().Transliterate() : rune.ToString();
            foreach (var letter in letters.EnumerateRunes())
                Add(letter);
        }

        End();
        return words;

        // An apostrophe ends a word, too: of "child's" the first is "child".
        void Add(Rune letter)
        {
            if (Rune.IsLetterOrDigit(letter))
                word.Append(Rune.ToLowerInvariant(letter));
            else
                End();
        }

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsLatinForm(Rune rune) =>
        Array.Exists(LatinForms, range => rune.Value >= range.First && rune.Value <= range.Last);
}
