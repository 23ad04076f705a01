namespace CogSpace.Web.Enhancing;

/// <summary>What a description is for.</summary>
public enum PromptPurpose
{
    Video,
    VideoFromPicture,
    VideoFromVideo,
}

/// <summary>An idea and what a good prompt for it looks like.</summary>
public sealed record PromptExample(string Idea, string Prompt);

/// <summary>What must be known of the video model in order to write for it.</summary>
/// <param name="Purpose">What the video is made from.</param>
/// <param name="Limit">Tokens that the model reads.</param>
/// <param name="Count">Tokens of a text.</param>
/// <param name="Language">The only sentences that the model understands, if it is that small; null: plain English.</param>
/// <param name="Examples">In that language; empty: the usual ones.</param>
public sealed record PromptBrief(
    PromptPurpose Purpose, int Limit, Func<string, int> Count, string? Language, IReadOnlyList<PromptExample> Examples);
