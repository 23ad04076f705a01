using System.Text.RegularExpressions;

namespace CogSpace.Web.Enhancing.Parts;

/// <summary>The words of a prompt, and what they could be forms of.</summary>
internal static partial class PromptWords
{
    /// <returns>In lower case; "close-up" is three: itself, "close" and "up".</returns>
    public static IEnumerable<string> In(string prompt)
    {
        foreach (Match match in Word().Matches(prompt))
        {
            string word = match.Value.ToLowerInvariant();
            yield return word;
            if (word.Contains('-', StringComparison.Ordinal))
            {
                foreach (string part in word.Split('-'))
                    yield return part;
            }
        }
    }

    /// <returns>"running" -> running, run, runne, ...: whatever a list of plain words may have it under.</returns>
    public static IEnumerable<string> FormsOf(string word)
    {
        yield return word;
        if (word.EndsWith("ies", StringComparison.Ordinal))
            yield return word[..^3] + "y";
        foreach (string ending in new[] { "s", "es", "ed", "ing" })
        {
            if (word.Length < ending.Length + 2 || !word.EndsWith(ending, StringComparison.Ordinal))
                continue;
            string stem = word[..^ending.Length];
            yield return stem;
            if (ending is "ed" or "ing")
            {
                yield return stem + "e";
                if (stem.Length > 2 && stem[^1] == stem[^2])
                    yield return stem[..^1];
            }
        }
    }

    /// <summary>Whether a word or a form of it is in a list.</summary>
    public static bool Has(this IReadOnlySet<string> list, string word) => FormsOf(word).Any(list.Contains);

    /// <summary>A list that is written as one text.</summary>
    public static IReadOnlySet<string> List(string words) =>
        words.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*")]
    private static partial Regex Word();
}
