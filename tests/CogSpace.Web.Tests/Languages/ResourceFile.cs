using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CogSpace.Web.Tests.Languages;

/// <summary>A file of texts in the sources, in English, with its translations beside it.</summary>
/// <param name="Path">Of the English one.</param>
public sealed partial record ResourceFile(string Path)
{
    public static string Sources { get; } = System.IO.Path.Combine(Repository.Root, "src", "CogSpace.Web");

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static IEnumerable<ResourceFile> All() =>
        Directory.EnumerateFiles(Sources, "*.resx", SearchOption.AllDirectories)
            .Where(path => !IsBuilt(path) && !System.IO.Path.GetFileNameWithoutExtension(path).Contains('.'))
            .Select(path => new ResourceFile(path))
            .OrderBy(file => file.Path, StringComparer.Ordinal);

    public static bool IsBuilt(string path) =>
        path.Contains("/obj/", StringComparison.Ordinal) || path.Contains("/bin/", StringComparison.Ordinal);

    /// <param name="language">As in the file's name; null: English.</param>
    public IReadOnlyDictionary<string, string> Texts(string? language = null) =>
        XDocument.Load(language is null ? Path : System.IO.Path.ChangeExtension(Path, $"{language}.resx")).Root!
            .Elements("data")
            .ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    public static IEnumerable<string> Places(string text) =>
        Place().Matches(text).Select(place => place.Value).Distinct().Order(StringComparer.Ordinal);

    public override string ToString() => Name;

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
