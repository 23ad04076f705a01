namespace CogSpace.Generation;

/// <summary>A video that was upscaled or interpolated.</summary>
/// <param name="Video">The file.</param>
/// <param name="Info">What is in it.</param>
/// <param name="Notes">What the person should know, a sentence each.</param>
/// <param name="Seconds">Time spent in each stage.</param>
public sealed record PostProcessingResult(
    string Video, VideoInfo Info, IReadOnlyList<string> Notes, IReadOnlyDictionary<GenerationStage, double> Seconds)
{
    /// <summary>What decided it, where this program had made the video; else null.</summary>
    public Recipe? Recipe { get; init; }
}
