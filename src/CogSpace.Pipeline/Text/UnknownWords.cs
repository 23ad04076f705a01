using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CogSpace.Pipeline.Text;

/// <summary>How much of a prompt a tokenizer cannot spell, in words, or in characters where words have no spaces.</summary>
/// <param name="Unknown">Words or characters with something in them that the vocabulary lacks.</param>
/// <param name="Count">All of them: what has neither a letter, a digit nor a picture in it does not count.</param>
/// <param name="Unit">"words" or "characters".</param>
internal readonly record struct UnknownWords(int Unknown, int Count, string Unit)
{
    // Scripts that are written without spaces: Thai to Myanmar, Khmer, kana, and the ideographs.
    private static readonly UnicodeRange[] WithoutSpaces =
    [
        UnicodeRanges.Thai, UnicodeRanges.Lao, UnicodeRanges.Myanmar, UnicodeRanges.Khmer, UnicodeRanges.Hiragana,
        UnicodeRanges.Katakana, UnicodeRanges.CjkUnifiedIdeographs, UnicodeRanges.CjkUnifiedIdeographsExtensionA,
    ];

    /// <summary>Whether more than half is unknown.</summary>
    public bool AreMost => 2 * Unknown > Count;

    /// <summary>One sentence for the person who wrote the prompt; null where most of it is known.</summary>
    public string? Note =>
        !AreMost ? null
        : Unknown == Count ? "CogVideoX understands English; nothing in this prompt is known to it."
        : $"CogVideoX understands English; {Unknown} of {Count} {Unit} are unknown to it.";

    /// <param name="text">A prompt.</param>
    /// <param name="isKnown">Whether the tokenizer can spell a text.</param>
    public static UnknownWords Of(string text, Predicate<string> isKnown)
    {
        bool hasSpaces = !text.Any(IsWrittenWithoutSpaces);
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var parts = (hasSpaces ? words : words.SelectMany(Characters)).Select(Meaning).Where(part => part.Length > 0).ToList();
        return new UnknownWords(parts.Count(part => !isKnown(part)), parts.Count, hasSpaces ? "words" : "characters");
    }

    private static bool IsWrittenWithoutSpaces(char character) =>
        WithoutSpaces.Any(range => character >= range.FirstCodePoint && character < range.FirstCodePoint + range.Length);

    // As a person counts them: a letter with its marks, an emoji with its skin colour.
    private static IEnumerable<string> Characters(string word)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(word); elements.MoveNext();)
            yield return elements.GetTextElement();
    }

    // Without the punctuation, some of which is unknown and means nothing.
    private static string Meaning(string part)
    {
        var meaning = new StringBuilder(part.Length);
        bool hasBase = false;
        foreach (var rune in part.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            bool isBase = category is UnicodeCategory.OtherSymbol || Rune.IsLetterOrDigit(rune);
            hasBase |= isBase;
            if (isBase || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
                meaning.Append(rune);
        }

        return hasBase ? meaning.ToString() : "";
    }
}
