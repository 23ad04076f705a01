using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CogSpace.Generation.Rewriting;

/// <summary>Removes what chat models put around the description that they were asked for.</summary>
internal static partial class AnswerText
{
    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Openings = "sure(?: thing)?|certainly|of course|absolutely|okay";

    private static readonly string[] Quotes = ["\"\"", "“”", "''", "[]"];

    /// <returns>One line; empty if nothing is left.</returns>
    public static string Clean(string answer)
    {
        string text = ReasoningText.Remove(answer).ReplaceLineEndings("\n");
        if (Fence().Match(text) is { Success: true } fence)
            text = fence.Groups[1].Value;
        text = Link().Replace(text, "$1");

        var lines = text.Split('\n').Select(CleanLine).Where(line => line.Length > 0).ToList();
        while (lines.Count > 1 && Farewell().IsMatch(lines[^1]))
            lines.RemoveAt(lines.Count - 1);
        text = string.Join(' ', lines);

        for (string before = ""; before != text;)
        {
            before = text;
            text = Unquoted(Preamble().Replace(text, "").Trim());
        }

        return text;
    }

    /// <summary>Whether the text begins as a refusal.</summary>
    public static bool IsRefusal(string text) => Refusal().IsMatch(text);

    /// <summary>Whether there are HTML tags in the text.</summary>
    public static bool IsMarkup(string text) => Tag().IsMatch(text);

    private static string CleanLine(string line)
    {
        string text = Spaces().Replace(Visible(line), " ").Trim();
        return Emphasis().Replace(LineMark().Replace(text, ""), "").Trim();
    }

    // Without control characters, and without those that turn or hide the text around them.
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.Control)
                visible.Append(' ');
            else if (rune != Rune.ReplacementChar && category is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse))
                visible.Append(rune);
        }

        return visible.ToString();
    }

    private static string Unquoted(string text) =>
        text.Length >= 2 && Quotes.Any(pair => text[0] == pair[0] && text[^1] == pair[1] && IsOnePair(text[1..^1], pair))
            ? text[1..^1].Trim()
            : text;

    // Not: "Go" says a sign, another says "Stop". An apostrophe may be inside.
    private static bool IsOnePair(string inside, string pair) => pair == "''" || inside.IndexOfAny([pair[0], pair[1]]) < 0;

    [GeneratedRegex("```[a-z]*\n?(.*?)(?:```|$)", Words | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"!?\[([^\[\]\n]*)\]\([^()\n]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // Headings, points of a list, quotations, rules.
    [GeneratedRegex(@"^(?:#{1,6} |[-*+•] |\d{1,2}[.)] |> ?|-{3,}$)+")]
    private static partial Regex LineMark();

    [GeneratedRegex(@"\*+|__|`|(?<!\w)_|_(?!\w)")]
    private static partial Regex Emphasis();

    // "Sure, here is the prompt: ", "Enhanced prompt: ", "Sure! "
    [GeneratedRegex(
        $@"^(?:(?:{Openings})\s*[!,.]+\s*)?(?:(?:here(?:['’]s| is| are)|i(?:['’]ve| have) (?:re)?written)\b[^:.]{{0,120}}:"
            + @"|(?:(?:the|your) )?(?:\w+ )?(?:prompt|description)\s*:)\s*"
            + $@"|^(?:{Openings})\s*[!,]\s+",
        Words
    )]
    private static partial Regex Preamble();

    [GeneratedRegex(
        "^(?:let me know|i hope|hope (?:this|that|you)|feel free|would you like|this (?:prompt|description) )", Words)]
    private static partial Regex Farewell();

    [GeneratedRegex(
        @"^(?:(?:i['’]m|i am)\s+(?:\w+\s+)?(?:sorry|afraid|unable|not able)\b|sorry\b|unfortunately,?\s+i\b"
            + @"|i\s+(?:can(?:['’]t|not| not)|won['’]t|will not)\b|as an? (?:ai|language model)\b)",
        Words
    )]
    private static partial Regex Refusal();

    [GeneratedRegex(@"<(?:!doctype|!--|/?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>)", Words)]
    private static partial Regex Tag();
}
