using System.Globalization;
using Microsoft.Extensions.Localization;

namespace CogSpace.Web.Languages;

/// <summary>Looks texts up in the language of the page.</summary>
/// <typeparam name="T">Names the files of the texts, which lie beside it.</typeparam>
internal sealed class PageLocalizer<T>(IStringLocalizerFactory files, PageLanguage page)
    : IStringLocalizer<T>, ISpeaking
{
    private readonly IStringLocalizer _texts = files.Create(typeof(T));

    public Language Language => page.Current;

    public LocalizedString this[string name] => Look(texts => texts[name]);

    public LocalizedString this[string name, params object[] arguments] => Look(texts => texts[name, arguments]);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        Look(texts => texts.GetAllStrings(includeParentCultures).ToList());

    // The files are asked in the culture of the thread, which the page does not own.
    private TResult Look<TResult>(Func<IStringLocalizer, TResult> look)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = page.Current.Culture;
        try
        {
            return look(_texts);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
