using System.Globalization;

namespace CogSpace.Generation;

/// <summary>What became of the pictures of a source whose rate varies: a model is given frames at a constant rate.</summary>
internal static class VariableRateNote
{
    /// <param name="source">What the frames were taken of; null: nothing.</param>
    /// <param name="taken">The frames that were taken.</param>
    /// <returns>A sentence where pictures were left out; else nothing.</returns>
    public static IEnumerable<string> Of(VideoInfo? source, VideoClip? taken)
    {
        if (source?.Intervals is null || taken is null)
            return [];
        int different = 1 + taken.Frames.Zip(taken.Frames.Skip(1)).Count(
            pair => !pair.First.Pixels.Span.SequenceEqual(pair.Second.Pixels.Span));
        return different >= source.Frames
            ? []
            :
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The rate of the video varies, so {taken.Frames.Count} frames were taken of it at even distances, " +
                    $"{taken.FramesPerSecond:0.##} per second: {different} of its {source.Frames} pictures are among them, and " +
                    $"{source.Frames - different} were left out."
                ),
            ];
    }
}
