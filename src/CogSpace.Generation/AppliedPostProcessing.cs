using System.Text.Json.Serialization;

namespace CogSpace.Generation;

/// <summary>What was done to the frames of a video after they were made.</summary>
/// <param name="Upscaler">What enlarged them; null where nothing did.</param>
/// <param name="Interpolator">What drew frames between them; null where nothing did.</param>
/// <param name="Result">The frames in the file.</param>
public sealed record AppliedPostProcessing(AppliedNetwork? Upscaler, AppliedNetwork? Interpolator, VideoInfo Result)
{
    /// <summary>What to ask for to have it done again, where the same weights are installed.</summary>
    [JsonIgnore]
    public PostProcessing Request => new(Upscaler is not null, Interpolator?.Factor ?? 1, Upscaler?.Name, Interpolator?.Name);

    /// <param name="earlier">What had been done before, in another run.</param>
    public AppliedPostProcessing After(AppliedPostProcessing? earlier) =>
        new(Upscaler ?? earlier?.Upscaler, Interpolator ?? earlier?.Interpolator, Result);
}
