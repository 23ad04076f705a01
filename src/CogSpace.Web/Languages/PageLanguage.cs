namespace CogSpace.Web.Languages;

/// <summary>The language of one request, or of one open page for as long as it is open.</summary>
/// <remarks>
/// An open page keeps the language that it was written in, also when it is rendered for news that came on another thread or
/// over a new connection. So nothing asks for the culture of a thread.
/// </remarks>
public sealed class PageLanguage
{
    public Language Current { get; private set; } = Language.English;

    public void Set(Language language) => Current = language;
}
