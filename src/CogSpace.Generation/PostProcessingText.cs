using System.Globalization;

namespace CogSpace.Generation;

/// <summary>What was done to frames, in words.</summary>
public static class PostProcessingText
{
    /// <returns>A phrase for each thing that was done.</returns>
    public static IEnumerable<string> Of(AppliedPostProcessing? use)
    {
        if (use?.Upscaler is { } upscaler)
            yield return $"upscaled {upscaler.Factor} times by {upscaler.File}";
        if (use?.Interpolator is { } interpolator)
            yield return $"interpolated {interpolator.Factor} times by {interpolator.File}";
    }

    /// <summary>"49 frames of 96 x 64 at 8 per second".</summary>
    public static string Frames(VideoInfo video) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(video.Frames == 1 ? "1 frame" : $"{video.Frames} frames")} of {video.Width} x {video.Height} at " +
            $"{video.FramesPerSecond:0.##} per second"
        );
}
