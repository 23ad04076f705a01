using System.Collections;
using System.Globalization;
using System.Resources;

namespace CogSpace.Web.Languages;

/// <summary>The sentences that are written in English where they come about, and their translations.</summary>
/// <remarks>
/// Such a sentence may come from the process that makes videos, or from the disk, long after it was written, and for any number
/// of readers. So it stays English on its way, and is recognised where it is shown.
/// </remarks>
internal sealed class SentenceFile
{
    private const char FullStop = '。';
    private const int MostNested = 4;
    private const string Between = ". ";

    private readonly Dictionary<Language, ResourceManager> _translations = Language.All
        .Where(language => language != Language.English)
        .ToDictionary(
            language => language,
            language => new ResourceManager($"{typeof(Sentences).FullName}.{language.Files}", typeof(Sentences).Assembly));

    private readonly HashSet<string> _fixed;
    private readonly IReadOnlyList<SentenceTemplate> _others;

    public SentenceFile()
    {
        var english = new ResourceManager(typeof(Sentences))
            .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)
            ?? throw new InvalidOperationException("The sentences are not part of the program.");
        var all = english.Cast<DictionaryEntry>().Select(entry => new SentenceTemplate((string)entry.Key)).ToList();
        _fixed = [.. all.Where(template => !template.HasPlaces).Select(template => template.Text)];
        _others = [.. all.Where(template => template.HasPlaces).OrderByDescending(template => template.Weight)];
    }

    /// <summary>Translates what is known, and leaves in English what is not.</summary>
    public string Translate(string sentence, Language language) =>
        language == Language.English ? sentence : Translate(sentence, language, depth: 0) ?? sentence;

    private string? Translate(string sentence, Language language, int depth) =>
        depth > MostNested || sentence.Length == 0 ? null
        : Known(sentence, language, depth) ?? WithOtherEnd(sentence, language, depth) ?? Parts(sentence, language, depth);

    private string? Known(string sentence, Language language, int depth)
    {
        if (_fixed.Contains(sentence))
            return Find(sentence, language);
        foreach (var template in _others)
        {
            if (template.Read(sentence) is not { } found || Find(template.Text, language) is not { } text)
                continue;
            object[] words = [.. found.Select(part => Translate(part ?? "", language, depth + 1) ?? part ?? "")];
            return string.Format(CultureInfo.InvariantCulture, text, words);
        }

        return null;
    }

    private string? Find(string english, Language language) =>
        _translations[language].GetString(english, CultureInfo.InvariantCulture);

    // A reason stands by itself in one place and at the end of a sentence in another.
    private string? WithOtherEnd(string sentence, Language language, int depth) =>
        sentence.EndsWith('.') ? Known(sentence[..^1], language, depth) is { } text ? text + FullStop : null
        : Known(sentence + ".", language, depth)?.TrimEnd(FullStop);

    // Several sentences, each known by itself.
    private string? Parts(string sentences, Language language, int depth)
    {
        for (int at = Next(sentences, 0); at > 0; at = Next(sentences, at))
        {
            if (Known(sentences[..at].TrimEnd(), language, depth) is not { } first)
                continue;
            string rest = sentences[at..];
            string? second = Translate(rest, language, depth);
            return first + (second is null || !language.IsWrittenWithoutSpaces ? " " : "") + (second ?? rest);
        }

        return null;
    }

    private static int Next(string sentences, int from) =>
        sentences.IndexOf(Between, from, StringComparison.Ordinal) is >= 0 and var end ? end + Between.Length : 0;
}
