using System.Text.RegularExpressions;
using CogSpace.Web.Languages;

namespace CogSpace.Web.Tests.Languages;

/// <summary>Every text is there in every language, and none is there in vain.</summary>
public sealed partial class ResourceFilesTests
{
    private static readonly string[] Languages = ["zh", "ja"];

    public static TheoryData<string> Names() => [.. ResourceFile.All().Select(file => file.Name)];

    [Theory, MemberData(nameof(Names))]
    public void EveryText_IsThereInEveryLanguage_WithTheSamePlaces(string name)
    {
        var file = File(name);
        var english = file.Texts();
        Assert.NotEmpty(english);
        foreach (string language in Languages)
        {
            var texts = file.Texts(language);
            Assert.Equal(
                english.Keys.Where(key => name == nameof(Sentences) || !key.EndsWith(Plural.One, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
                texts.Keys.Order(StringComparer.Ordinal));
            foreach (var (key, text) in texts)
            {
                Assert.False(string.IsNullOrWhiteSpace(text), $"{key} is empty in {language}.");
                Assert.True(
                    ResourceFile.Places(english[key]).SequenceEqual(ResourceFile.Places(text)),
                    $"{key} has other places in {language}: {text}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void EveryText_IsUsed_AndEveryTextThatIsUsedIsThere(string name)
    {
        if (name == nameof(Sentences))
            return;       // SentencesTests looks for them
        var file = File(name);
        string folder = Path.GetDirectoryName(file.Path)!;
        string own = string.Join('\n', Directory.EnumerateFiles(folder).Where(IsSource).Select(System.IO.File.ReadAllText));
        string sources = own + string.Join(
            '\n',
            Directory.EnumerateFiles(ResourceFile.Sources, "*", SearchOption.AllDirectories)
                .Where(path => IsSource(path) && !ResourceFile.IsBuilt(path))
                .Select(System.IO.File.ReadAllText)
                .Where(source => source.Contains($"<{name}>", StringComparison.Ordinal)));
        var keys = file.Texts().Keys.Select(key => key.Split('.')[0]).ToHashSet();
        string[] beginnings = [.. Beginning().Matches(sources).Select(match => match.Groups[1].Value)];

        var unused = keys.Where(key =>
            !sources.Contains($"\"{key}\"", StringComparison.Ordinal)
            && !beginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal)));
        Assert.Empty(unused.ToList());
        if (own.Contains($"IStringLocalizer<{name}> Text\n", StringComparison.Ordinal))
            Assert.Empty(Used().Matches(own).Select(match => match.Groups[1].Value).Except(keys));
    }

    private static bool IsSource(string path) => Path.GetExtension(path) is ".razor" or ".cs";

    private static ResourceFile File(string name) => ResourceFile.All().Single(file => file.Name == name);

    [GeneratedRegex("""\[\$"(\w+)\{""")]
    private static partial Regex Beginning();

    [GeneratedRegex("""\bText(?:\[|\.Count\()"(\w+)"(?! \+)""")]
    private static partial Regex Used();
}
