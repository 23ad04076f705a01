using Microsoft.Extensions.Localization;

namespace CogSpace.Web.Languages;

/// <summary>Looks texts up in the language of the page; one that is missing there is English.</summary>
/// <typeparam name="T">Names the files of the texts, which lie beside it: T.resx, T.zh.resx, T.ja.resx.</typeparam>
internal sealed class PageLocalizer<T>(IStringLocalizerFactory files, PageLanguage page)
    : IStringLocalizer<T>, ISpeaking
{
    private readonly IStringLocalizer _english = files.Create(typeof(T));

    public Language Language => page.Current;

    private IStringLocalizer Texts => Language == Language.English
        ? _english
        : files.Create($"{typeof(T).FullName}.{Language.Files}", typeof(T).Assembly.GetName().Name!);       // kept by the factory

    public LocalizedString this[string name] =>
        Texts[name] is { ResourceNotFound: false } text ? text : _english[name];

    public LocalizedString this[string name, params object[] arguments] =>
        Texts[name, arguments] is { ResourceNotFound: false } text ? text : _english[name, arguments];

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => Texts.GetAllStrings(includeParentCultures);
}
