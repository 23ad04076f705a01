using System.Text.RegularExpressions;

namespace CogSpace.Web.Tests.Languages;

/// <summary>The README is there in every language of the page, with the same parts.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.zh-CN.md")]
    [InlineData("README.ja.md")]
    public void AReadme_HasTheSameHeadingsOrdersTablesAndLinks(string name)
    {
        string english = Read("README.md"), other = Read(name);

        Assert.Equal(Heading().Matches(english).Select(Level), Heading().Matches(other).Select(Level));
        Assert.Equal(Order().Matches(english).Select(Text), Order().Matches(other).Select(Text));
        Assert.Equal(Row().Count(english), Row().Count(other));
        Assert.Equal(
            Link().Matches(english).Select(Text).Where(IsOfBoth).Order(StringComparer.Ordinal),
            Link().Matches(other).Select(Text).Where(IsOfBoth).Order(StringComparer.Ordinal));
        Assert.Contains($"]({name})", english, StringComparison.Ordinal);
        Assert.Contains("](README.md)", other, StringComparison.Ordinal);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, name));

    private static string Level(Match heading) => heading.Groups[1].Value;

    private static string Text(Match match) => match.Value;

    // Each links to the others.
    private static bool IsOfBoth(string link) => !link.Contains("README.", StringComparison.Ordinal) || link.Contains('/');

    [GeneratedRegex("^(#+) ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^    .*$", RegexOptions.Multiline)]
    private static partial Regex Order();

    [GeneratedRegex(@"^\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex Link();
}
