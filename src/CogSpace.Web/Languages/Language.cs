namespace CogSpace.Web.Languages;

/// <summary>A language of the page.</summary>
/// <param name="Tag">As in the attribute lang.</param>
/// <param name="Name">As its speakers call it.</param>
/// <param name="Files">As the files of its texts are named: "zh" in FormText.zh.resx.</param>
public sealed record Language(string Tag, string Name, string Files)
{
    /// <summary>The language that texts are written in first, and that stands in for one that is missing.</summary>
    public static Language English { get; } = new("en", "English", "en");

    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        English,
        new("zh-Hans", "简体中文", "zh"),
        new("ja", "日本語", "ja"),
    ];

    /// <summary>Whether it has a form of its own for one of a thing.</summary>
    public bool HasSingular => this == English;

    /// <summary>Whether sentences follow each other without a space.</summary>
    public bool IsWrittenWithoutSpaces => this != English;

    /// <returns>null for a language that the page does not speak.</returns>
    public static Language? Named(string? tag) => All.FirstOrDefault(language => language.Tag == tag);

    /// <summary>The language that serves somebody best who reads another one, by its first part.</summary>
    /// <param name="tag">As browsers name it, "ja-JP". Traditional Chinese is served with Simplified.</param>
    /// <returns>null where none serves.</returns>
    public static Language? Nearest(string tag)
    {
        string first = tag.Split('-')[0];
        return All.FirstOrDefault(
            language => string.Equals(language.Tag.Split('-')[0], first, StringComparison.OrdinalIgnoreCase));
    }
}
