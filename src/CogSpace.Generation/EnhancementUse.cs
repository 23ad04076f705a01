namespace CogSpace.Generation;

/// <summary>What was done to the frames of a video after they were made.</summary>
/// <param name="Upscaler">What enlarged them; null where nothing did.</param>
/// <param name="Interpolator">What drew frames between them; null where nothing did.</param>
/// <param name="Result">The frames in the file.</param>
public sealed record EnhancementUse(NetworkUse? Upscaler, NetworkUse? Interpolator, VideoInfo Result)
{
    /// <param name="earlier">What had been done before, in another run.</param>
    public EnhancementUse After(EnhancementUse? earlier) =>
        new(Upscaler ?? earlier?.Upscaler, Interpolator ?? earlier?.Interpolator, Result);
}
