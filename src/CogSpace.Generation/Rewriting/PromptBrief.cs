namespace CogSpace.Generation.Rewriting;

/// <summary>What the video of a prompt is made from.</summary>
public enum PromptPurpose
{
    Video,
    VideoFromPicture,
    VideoFromVideo,
}

/// <summary>An idea, and a good prompt for it.</summary>
public sealed record PromptExample(string Idea, string Prompt);

/// <summary>What a language model needs to know about the video model that it writes for.</summary>
/// <param name="Purpose">What the video is made from.</param>
/// <param name="Limit">The most tokens that the video model reads.</param>
/// <param name="Count">Counts the tokens of a text.</param>
/// <param name="Language">The only sentences that the video model understands, if it is that small; null: plain English.</param>
/// <param name="Examples">In that language; empty: the usual ones.</param>
public sealed record PromptBrief(
    PromptPurpose Purpose, int Limit, Func<string, int> Count, string? Language, IReadOnlyList<PromptExample> Examples)
{
    // For a model that cannot be read: T5's usual limit, and the usual length of a token in English.
    private const int UsualLimit = 226;
    private const int LettersOfAToken = 4;

    /// <summary>The picture that the video begins with, as a file; null: there is none, or it is not shown.</summary>
    public string? Picture { get; init; }

    /// <param name="purpose">What the video is made from.</param>
    /// <param name="model">The video model's name.</param>
    /// <param name="tokens">Its token limit and how it counts; null: not known.</param>
    public static PromptBrief For(PromptPurpose purpose, string? model, (int Limit, Func<string, int> Count)? tokens)
    {
        var (limit, count) = tokens ?? (UsualLimit, text => text.Length / LettersOfAToken);
        return ShapeLanguage.IsSpokenBy(model)
            ? new PromptBrief(purpose, limit, count, ShapeLanguage.Rules, ShapeLanguage.Examples)
            : new PromptBrief(purpose, limit, count, null, []);
    }
}
