namespace CogSpace.Web.Languages;

/// <summary>Says in the language of the page what was written in English: why something is refused, or has failed.</summary>
public sealed class Sentences
{
    private readonly SentenceFile _file;
    private readonly PageLanguage _page;

    internal Sentences(SentenceFile file, PageLanguage page) => (_file, _page) = (file, page);

    /// <param name="sentence">In English; one that is not known stays so.</param>
    public string Say(string sentence) => _file.Translate(sentence, _page.Current);
}
