namespace CogSpace.PostProcess.Media;

/// <summary>What a video's file says of itself, for players and for programs.</summary>
/// <param name="Title">Shown by players.</param>
/// <param name="Comment">Anything; a recipe, for instance.</param>
/// <param name="Description">A sentence for people.</param>
public sealed record VideoTags(string Title, string Comment, string Description = "");
