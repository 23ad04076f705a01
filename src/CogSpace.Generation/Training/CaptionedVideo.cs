namespace CogSpace.Generation.Training;

/// <summary>A video to learn from.</summary>
/// <param name="Name">Its path within the data folder.</param>
/// <param name="Path">The file.</param>
/// <param name="Caption">What it shows.</param>
public sealed record CaptionedVideo(string Name, string Path, string Caption);
