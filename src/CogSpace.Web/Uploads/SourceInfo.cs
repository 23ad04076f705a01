using System.Text.Json.Serialization;

namespace CogSpace.Web.Uploads;

/// <summary>What is known of a picture or a video that a visitor has sent.</summary>
/// <param name="Kind">Which of the two it is.</param>
/// <param name="Width">In pixels, as it is shown.</param>
/// <param name="Height">In pixels, as it is shown.</param>
/// <param name="Frames">1 for a picture.</param>
/// <param name="FramesPerSecond">null for a picture.</param>
public sealed record SourceInfo(SourceKind Kind, int Width, int Height, int Frames = 1, double? FramesPerSecond = null)
{
    /// <summary>How long its frames are shown where the rate varies; null: the rate is constant.</summary>
    public FrameIntervals? Intervals { get; init; }

    /// <summary>The same as a planner wants it; null for a picture.</summary>
    [JsonIgnore]
    public VideoInfo? Video =>
        FramesPerSecond is { } rate ? new VideoInfo(Width, Height, Frames, rate) { Intervals = Intervals } : null;

    public static SourceInfo Of(VideoInfo video) =>
        new(SourceKind.Video, video.Width, video.Height, video.Frames, video.FramesPerSecond)
        {
            Intervals = video.Intervals,
        };
}
