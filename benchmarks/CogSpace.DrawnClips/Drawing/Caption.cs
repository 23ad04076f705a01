namespace CogSpace.DrawnClips.Drawing;

/// <summary>Says what a clip shows.</summary>
public static class Caption
{
    private static readonly Dictionary<string, string[]> Synonyms = new()
    {
        ["circle"] = ["circle", "ball"],
        ["square"] = ["square", "box"],
        ["ring"] = ["ring", "donut"],
        ["small"] = ["small", "tiny", "little"],
        ["large"] = ["large", "big", "huge"],
        ["gray"] = ["gray", "grey"],
    };

    /// <summary>For example "a large red circle moves up on a white background".</summary>
    public static string Plain(DrawnClip clip) => Sentence(clip, word => word, phrases => phrases[0]);

    /// <summary>The same in other words.</summary>
    public static string Varied(DrawnClip clip, Random random)
    {
        string Word(string word) => Synonyms.TryGetValue(word, out var words) ? random.GetItems(words, 1)[0] : word;
        string Phrase(IReadOnlyList<string> phrases) => phrases[random.Next(phrases.Count)];
        string sentence = clip.Objects.Count > 1 ? Sentence(clip, Word, Phrase) : random.Next(4) switch
        {
            0 => $"{Article(Ground(clip, Word))} with {Things(clip, Word)[0]} that {Phrases(clip, Phrase)[0]}",
            1 => $"on {Article(Ground(clip, Word))}, {Things(clip, Word)[0]} {Phrases(clip, Phrase)[0]}",
            2 => $"{Things(clip, Word)[0]} that {Phrases(clip, Phrase)[0]}, {Ground(clip, Word)}",
            _ => Sentence(clip, Word, Phrase),
        };
        if (random.Next(3) == 0)
            sentence = $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}";
        return random.Next(3) == 0 ? $"{sentence}." : sentence;
    }

    private static string Sentence(DrawnClip clip, Func<string, string> word, Func<IReadOnlyList<string>, string> phrase)
    {
        var parts = Things(clip, word).Zip(Phrases(clip, phrase), (thing, motion) => $"{thing} {motion}");
        return $"{string.Join(" above ", parts)} on {Article(Ground(clip, word))}";
    }

    private static string[] Things(DrawnClip clip, Func<string, string> word) =>
    [
        .. clip.Objects.Select(thing => Article(
            $"{(thing.Size.Length > 0 ? $"{word(thing.Size)} " : "")}{thing.Colour} {word(thing.Shape)}")),
    ];

    private static string[] Phrases(DrawnClip clip, Func<IReadOnlyList<string>, string> phrase) =>
        [.. clip.Objects.Select(thing => phrase(Motion.All[thing.Motion].Phrases))];

    private static string Ground(DrawnClip clip, Func<string, string> word) => $"{word(clip.Backdrop)} background";

    private static string Article(string words) => $"{("aeio".Contains(words[0]) ? "an" : "a")} {words}";
}
