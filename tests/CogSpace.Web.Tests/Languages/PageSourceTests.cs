using System.Text.RegularExpressions;

namespace CogSpace.Web.Tests.Languages;

/// <summary>No component has a text of its own: it takes them from the files of its folder.</summary>
/// <remarks>The operator's page is the host's, and English.</remarks>
public sealed partial class PageSourceTests
{
    // Names and keys, which are the same everywhere, and an order for the terminal.
    private static readonly string[] Names =
    [
        "CogSpace", "CogVideoX", "Ctrl", "Enter", "V", "GIF", "WebM", "WebP", "cogspace verify FILE --key", "LoRA", "DPM",
        "DDIM", "AI",
    ];

    [Fact]
    public void NoMarkup_HasATextOfItsOwn() => Assert.Empty(
        from path in Files("*.razor")
        let markup = Markup(File.ReadAllText(path))
        from text in Between().Matches(markup).Select(match => match.Groups[1].Value)
            .Concat(Attribute().Matches(markup).Select(match => match.Groups[1].Value))
            .Concat(Quoted().Matches(markup).Select(match => match.Groups[1].Value))
        let words = Names.Aggregate(
            Expression().Replace(text, " "), (left, name) => left.Replace(name, " ", StringComparison.Ordinal))
        where Letter().IsMatch(words) && !Whole().IsMatch(text)
        select $"{Path.GetFileName(path)}: {text.Trim()}");

    [Fact]
    public void NoCode_HasASentenceThatNobodyTranslates()
    {
        var known = ResourceFile.All().Single(file => file.Name == "Sentences").Texts();

        Assert.Empty(
            from path in Files("*.cs").Concat(Files("*.razor"))
            let source = File.ReadAllText(path)
            let code = path.EndsWith(".cs", StringComparison.Ordinal) ? source : Code(source)
            from literal in SourceLiterals.Of(code)
            where Phrase().IsMatch(literal.Template) && !known.ContainsKey(literal.Template)
            where !path.EndsWith("ReportForm.razor", StringComparison.Ordinal)       // reasons, which the host reads
            where !Before().IsMatch(code[Math.Max(0, literal.At - 200)..literal.At])
            select $"{Path.GetFileName(path)}: {literal.Template}");
    }

    [Fact]
    public void NoScript_HasASentence() => Assert.Empty(
        from path in Files("*.js").Concat(
            Directory.EnumerateFiles(Path.Combine(ResourceFile.Sources, "wwwroot"), "*.js"))
        from line in File.ReadLines(path)
        let code = line.Split("//")[0]
        from text in ScriptText().Matches(code).Select(match => match.Value)
        select $"{Path.GetFileName(path)}: {text}");

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(ResourceFile.Sources, "Components"), pattern, SearchOption.AllDirectories)
            .Where(path => !ResourceFile.IsBuilt(path) && !path.Contains("/Operations/", StringComparison.Ordinal));

    private static string Code(string source) =>
        source.IndexOf("\n@code", StringComparison.Ordinal) is >= 0 and var at ? source[at..] : "";

    private static string Markup(string source)
    {
        int code = source.IndexOf("\n@code", StringComparison.Ordinal);
        return Directive().Replace(Comment().Replace(code < 0 ? source : source[..code], " "), "");
    }

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^@(?:inject|using|page|inherits|implements) .*$", RegexOptions.Multiline)]
    private static partial Regex Directive();

    // Lines of C# between tags begin with a keyword, a brace or an at sign.
    [GeneratedRegex(@"(?<=[\w""/])>([^<>{}=;]*?)(?=<)", RegexOptions.Singleline)]
    private static partial Regex Between();

    [GeneratedRegex("""\s(?:aria-label|aria-valuetext|placeholder|title|alt|Text|Label|Help|Title)="([^"@]*)["@]""")]
    private static partial Regex Attribute();

    // What is quoted in it is looked at by itself.
    [GeneratedRegex(@"^\s*@\([^<>]*\)\s*$")]
    private static partial Regex Whole();

    // In an expression, too: @(isLast ? "The last one." : next)
    [GeneratedRegex("\"([A-Z][a-z]+ [^\"]*[a-z][^\"]*)\"")]
    private static partial Regex Quoted();

    // "@Text["Seed", clip.Seed]", "@(Percent)", "@status.Stage"
    [GeneratedRegex(
        """@\(?[\w.]+(?:\((?:[^()]|\([^()]*\))*\)|\[(?:[^\[\]]|\[[^\]]*\])*\])*\)?|@\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)""")]
    private static partial Regex Expression();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Letter();

    [GeneratedRegex(@"^[A-Z“][\w'’,:“”-]* [^=/;]*[a-z]")]
    private static partial Regex Phrase();

    [GeneratedRegex(@"\.Log\w+\([^;]*$|Exception\($")]
    private static partial Regex Before();

    [GeneratedRegex("""['"`][A-Z][a-z]+ [a-z][^'"`]*['"`]""")]
    private static partial Regex ScriptText();
}
