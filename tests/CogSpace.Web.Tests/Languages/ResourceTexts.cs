using CogSpace.Web.Languages;

namespace CogSpace.Web.Tests.Languages;

/// <summary>What a page may not show: names of texts, and texts of another language.</summary>
internal static class ResourceTexts
{
    /// <summary>Names of texts that are not texts themselves.</summary>
    public static IReadOnlySet<string> Keys() => Except(Language.English, texts => texts.Keys);

    /// <summary>Names of texts, and English texts, that are none in this language.</summary>
    public static IReadOnlySet<string> NotIn(Language language) =>
        Except(language, texts => texts.Keys.Concat(texts.Values));

    private static HashSet<string> Except(
        Language language, Func<IReadOnlyDictionary<string, string>, IEnumerable<string>> foreign)
    {
        var all = new HashSet<string>();
        var own = new HashSet<string>();
        foreach (var file in ResourceFile.All())
        {
            all.UnionWith(foreign(file.Texts()));
            own.UnionWith(file.Texts(language == Language.English ? null : language.Files).Values);
        }

        all.ExceptWith(own);
        return all;
    }
}
