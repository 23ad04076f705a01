using System.Text;
using System.Text.RegularExpressions;

namespace CogSpace.Web.Tests.Hosting;

/// <summary>What a page needs of a large stylesheet: the rules for its own classes, and the variables that these name.</summary>
internal static partial class StylesheetCut
{
    /// <param name="css">The stylesheet, without nested rules but for conditions around them.</param>
    /// <param name="classes">The classes that the page has.</param>
    /// <param name="names">Variables that the page's other stylesheets name.</param>
    /// <returns>One rule a line.</returns>
    public static string Of(string css, IReadOnlySet<string> classes, IEnumerable<string> names)
    {
        var rules = Rules(css.TrimStart('\uFEFF')).ToArray();
        var kept = rules
            .Select(rule => rule with { Selector = Matching(rule.Selector, classes) })
            .Where(rule => rule.Selector.Length > 0)
            .ToArray();
        var variables = rules
            .Where(rule => rule.Condition is null && rule.Selector is ":root")
            .SelectMany(rule => Declaration().Matches(rule.Body))
            .GroupBy(match => match.Groups["name"].Value)
            .ToDictionary(group => group.Key, group => group.Last().Groups["value"].Value);
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(
            kept.SelectMany(rule => Reference().Matches(rule.Body)).Select(match => match.Groups["name"].Value).Concat(names));
        while (open.TryPop(out string? name))
        {
            if (!variables.TryGetValue(name, out string? value) || !needed.Add(name))
                continue;
            foreach (Match reference in Reference().Matches(value))
                open.Push(reference.Groups["name"].Value);
        }

        var text = new StringBuilder();
        text.Append(":root{").AppendJoin(';', needed.Select(name => $"{name}:{variables[name]}")).Append("}\n");
        foreach (var rule in kept)
        {
            string plain = $"{rule.Selector}{{{rule.Body}}}";
            text.Append(rule.Condition is null ? plain : $"{rule.Condition}{{{plain}}}").Append('\n');
        }

        return text.ToString();
    }

    // Of a list of selectors, those with a class of the page and none that it has not.
    private static string Matching(string selectors, IReadOnlySet<string> classes) => string.Join(
        ',',
        Separator().Split(selectors).Where(selector =>
        {
            var used = Class().Matches(selector).Select(match => match.Groups["name"].Value).ToArray();
            return used.Length > 0 && used.All(classes.Contains);
        }));

    private static IEnumerable<Rule> Rules(string css, string? condition = null)
    {
        int at = 0;
        while (css.IndexOf('{', at) is >= 0 and var open)
        {
            string head = css[at..open].Trim().TrimStart(';');
            if (head.Contains(';', StringComparison.Ordinal))
                head = head[(head.LastIndexOf(';') + 1)..];       // of an @charset or @import before it
            int close = Closing(css, open);
            string body = css[(open + 1)..close];
            if (head.StartsWith("@media", StringComparison.Ordinal) || head.StartsWith("@supports", StringComparison.Ordinal))
            {
                foreach (var rule in Rules(body, head))
                    yield return rule;
            }
            else if (!head.StartsWith('@'))
            {
                yield return new Rule(condition, head, body.Trim().TrimEnd(';'));
            }

            at = close + 1;
        }
    }

    private static int Closing(string css, int open)
    {
        int depth = 0;
        for (int at = open; at < css.Length; at++)
        {
            if (css[at] is '"' or '\'')
                at = css.IndexOf(css[at], at + 1);
            else if (css[at] == '{')
                depth++;
            else if (css[at] == '}' && --depth == 0)
                return at;
        }

        throw new FormatException("a rule does not end.");
    }

    [GeneratedRegex(@",(?![^()]*\))")]
    private static partial Regex Separator();

    [GeneratedRegex(@"\.(?<name>[A-Za-z_][\w-]*)")]
    private static partial Regex Class();

    [GeneratedRegex(@"(?<name>--[\w-]+)\s*:\s*(?<value>[^;]*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"var\(\s*(?<name>--[\w-]+)")]
    private static partial Regex Reference();

    private sealed record Rule(string? Condition, string Selector, string Body);
}
