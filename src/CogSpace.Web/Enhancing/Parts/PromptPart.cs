namespace CogSpace.Web.Enhancing.Parts;

/// <summary>One of the things that a prompt should speak of.</summary>
/// <param name="Name">As a label: "Motion".</param>
/// <param name="Suggestions">What it could say, the likeliest first.</param>
/// <param name="IsNeeded">It cannot be left to chance.</param>
public sealed record PromptPart(string Name, IReadOnlyList<string> Suggestions, bool IsNeeded = false);
