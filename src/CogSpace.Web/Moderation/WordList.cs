using System.Collections.Frozen;

namespace CogSpace.Web.Moderation;

/// <summary>
/// Words and phrases that no prompt may have. One to a line; "#" begins a comment. "naked child" is a phrase: these words, one
/// after the other. "a + b" needs both, anywhere. "minor = child | kid" names a set, of which [minor] stands for any.
/// </summary>
internal sealed class WordList
{
    private const string DefaultName = "CogSpace.Web.Moderation.blocked-words.txt";
    private const int MostBytes = 10_000_000;

    private readonly List<Phrase[]> _rules = [];       // each of them: all of its phrases
    private readonly Dictionary<string, FrozenSet<string>> _sets = new(StringComparer.Ordinal);

    /// <exception cref="CogSpaceException">A line is not a rule; says which.</exception>
    public WordList(IEnumerable<string> lines, string name)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            try
            {
                Read(line.Split('#')[0].Trim());
            }
            catch (FormatException e)
            {
                throw new CogSpaceException(
                    $"Line {number} of {name} is not a word, a phrase or a set: {e.Message}. Setting: " +
                    $"{ModerationOptions.Section}__{nameof(ModerationOptions.WordsFile)}.", e);
            }
        }
    }

    /// <summary>The host's list, or the one that comes with the program.</summary>
    /// <exception cref="CogSpaceException">It cannot be read; says why.</exception>
    public static WordList Of(ModerationOptions options)
    {
        if (string.IsNullOrEmpty(options.WordsFile))
            return Default();
        string path = Path.GetFullPath(options.WordsFile);
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new IOException("it has more than 10 MB");
            return new WordList(File.ReadLines(path), path);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw new CogSpaceException($"The list of words {path} cannot be read: {e.Message}", e);
        }
    }

    public static WordList Default()
    {
        using var text = new StreamReader(typeof(WordList).Assembly.GetManifestResourceStream(DefaultName)!);
        return new WordList(text.ReadToEnd().Split('\n'), DefaultName);
    }

    /// <summary>Whether a text has all that one of the rules names.</summary>
    public bool Matches(string text)
    {
        var words = FoldedWords.Of(text);
        return _rules.Exists(rule => Array.TrueForAll(rule, phrase => phrase.IsIn(words)));
    }

    private void Read(string line)
    {
        if (line.Length == 0)
            return;
        if (line.Split('=') is [var name, var members])
            _sets[name.Trim()] = members.Split('|').Select(Word).ToFrozenSet(StringComparer.Ordinal);
        else
            _rules.Add([.. line.Split('+').Select(PhraseOf)]);
    }

    private Phrase PhraseOf(string text)
    {
        var parts = text
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(part => part is ['[', .. var name, ']'] ? [SetOf(name)] : FoldedWords.Of(part).Select(Only))
            .ToArray();
        return parts.Length > 0 ? new Phrase(parts) : throw new FormatException("it names no word");
    }

    private FrozenSet<string> SetOf(string name) =>
        _sets.GetValueOrDefault(name) ?? throw new FormatException($"no line before it says what [{name}] is");

    private static FrozenSet<string> Only(string word) => FrozenSet.Create(StringComparer.Ordinal, word);

    private static string Word(string text) =>
        FoldedWords.Of(text) is [var word] ? word : throw new FormatException($"\"{text.Trim()}\" is not one word");

    /// <summary>Words one after the other, each of them one of a set.</summary>
    private sealed class Phrase(FrozenSet<string>[] parts)
    {
        public bool IsIn(IReadOnlyList<string> words)
        {
            for (int start = 0; start + parts.Length <= words.Count; start++)
            {
                int at = 0;
                while (at < parts.Length && parts[at].Contains(words[start + at]))
                    at++;
                if (at == parts.Length)
                    return true;
            }

            return false;
        }
    }
}
