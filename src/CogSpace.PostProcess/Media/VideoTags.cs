namespace CogSpace.PostProcess.Media;

/// <summary>What a video's file says of itself, for players and for programs.</summary>
/// <param name="Title">Shown by players.</param>
/// <param name="Comment">Anything; a recipe, for instance.</param>
/// <param name="Description">A sentence for people.</param>
/// <param name="IsAiGenerated">The file is labelled as made by an AI model, for programs that look for that.</param>
public sealed record VideoTags(string Title, string Comment, string Description = "", bool IsAiGenerated = false);
