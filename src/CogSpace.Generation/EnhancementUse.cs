namespace CogSpace.Generation;

/// <summary>What was done to the frames of a video after they were made.</summary>
/// <param name="Upscaler">What enlarged them; null where nothing did.</param>
/// <param name="Interpolator">What drew frames between them; null where nothing did.</param>
/// <param name="Result">The frames in the file.</param>
public sealed record EnhancementUse(NetworkUse? Upscaler, NetworkUse? Interpolator, VideoInfo Result);
