using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CogSpace.Web.Enhancing;

/// <summary>Takes off what language models put around the description that they were asked for.</summary>
internal static partial class AnswerText
{
    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly (string Open, string Close)[] Quotes =
    [
        ("\"", "\""),
        ("“", "”"),
        ("„", "“"),
        ("«", "»"),
        ("'", "'"),
        ("‘", "’"),
        ("[", "]"),
        ("`", "`"),
    ];

    /// <returns>One line; empty if nothing is left.</returns>
    public static string Clean(string answer)
    {
        string text = Thoughts().Replace(answer, " ").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
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

    /// <summary>Whether it speaks as one who does not want to, and not of a clip.</summary>
    public static bool IsRefusal(string text) => Refusal().IsMatch(text);

    /// <summary>Whether it has marks of a page in it.</summary>
    public static bool IsMarkup(string text) => Tag().IsMatch(text);

    private static string CleanLine(string line)
    {
        string text = Spaces().Replace(Visible(line), " ").Trim();
        text = LineMark().Replace(text, "");
        return Emphasis().Replace(text, "").Trim();
    }

    // Without control characters, and without those that turn or hide the text around them.
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control)
                visible.Append(' ');
            else if (
                rune != Rune.ReplacementChar
                && category is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            )
                visible.Append(rune);
        }

        return visible.ToString();
    }

    private static string Unquoted(string text)
    {
        foreach (var (open, close) in Quotes)
        {
            if (
                text.Length >= 2
                && text.StartsWith(open, StringComparison.Ordinal)
                && text.EndsWith(close, StringComparison.Ordinal)
                && IsOnePair(text[1..^1], open, close)
            )
                return text[1..^1].Trim();
        }

        return text;
    }

    // Not of the kind: "Go" says a sign, and another says "Stop"
    private static bool IsOnePair(string inside, string open, string close) =>
        close is "'" or "’"
        || (!inside.Contains(open, StringComparison.Ordinal) && !inside.Contains(close, StringComparison.Ordinal));

    [GeneratedRegex("<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", Words | RegexOptions.Singleline)]
    private static partial Regex Thoughts();

    [GeneratedRegex("```[a-z]*\n?(.*?)(?:```|$)", Words | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"!?\[([^\[\]\n]*)\]\([^()\n]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // Headings, points of a list, quotations, rules.
    [GeneratedRegex(@"^(?:#{1,6} |[-*+•] |\d{1,2}[.)] |> ?|(?:[-*_] ?){3,}$)+")]
    private static partial Regex LineMark();

    [GeneratedRegex(@"\*+|__|`|(?<!\w)_|_(?!\w)")]
    private static partial Regex Emphasis();

    [GeneratedRegex(
        @"^(?:(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|great|alright|gladly)\s*[!,.:]+\s*)?"
            + @"(?:(?:here(?:['’]s| is| are)|i(?:['’]ve| have) (?:written|rewritten|made|created|enhanced))\b[^:.]{0,120}:"
            + @"|(?:(?:the|your|my|an?) )?(?:(?:enhanced|improved|rewritten|revised|refined|detailed|expanded|shorter|shortened|final|new|english|video)[ -]){0,4}(?:prompt|description|caption|version|output|answer|result)\s*:)\s*"
            + @"|^(?:sure(?: thing)?|certainly|of course|absolutely|okay|gladly)\s*[!,]\s+",
        Words
    )]
    private static partial Regex Preamble();

    [GeneratedRegex(
        @"^(?:let me know|i hope|hope (?:this|that|you)|feel free|would you like|do you want|enjoy\b|if you(?:['’]d| would| want| need)|this (?:prompt|description|caption|version) )",
        Words
    )]
    private static partial Regex Farewell();

    [GeneratedRegex(
        @"^(?:(?:i['’]m|i am)\s+(?:\w+\s+)?(?:sorry|afraid|unable|not able|not allowed)\b|sorry\b|my apologies\b|i apologi[sz]e\b|(?:unfortunately|regrettably),?\s+i\b"
            + @"|i\s+(?:can(?:['’]t|not| not)|won['’]t|will not|must (?:decline|refuse)|refuse|do(?:n['’]t| not) feel)\b|as an? (?:ai|artificial|language model)\b|(?:no|nope),?\s+i\b)",
        Words
    )]
    private static partial Regex Refusal();

    [GeneratedRegex(@"<(?:!doctype|!--|/?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>)", Words)]
    private static partial Regex Tag();
}
