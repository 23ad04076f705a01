using System.Text.Json.Serialization;

namespace CogSpace;

/// <summary>What can be said of a video without decoding its pictures.</summary>
/// <param name="Width">In pixels, as it is shown: after rotation.</param>
/// <param name="Height">In pixels, as it is shown: after rotation.</param>
/// <param name="Frames">How many there are.</param>
/// <param name="FramesPerSecond">Their rate, above 0; the mean where it varies.</param>
public sealed record VideoInfo(int Width, int Height, int Frames, double FramesPerSecond)
{
    private const double SameRate = 0.001;

    /// <summary>Seconds from the beginning of the file, where its sound may begin, to the first frame.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Start { get; init; }

    /// <summary>Of a video whose rate varies, so that each frame has a time of its own; null: the rate is constant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FrameIntervals? Intervals { get; init; }

    /// <summary>From the beginning of the first frame to the end of the last.</summary>
    [JsonIgnore]
    public double Seconds => Frames / FramesPerSecond;

    /// <summary>Whether the frames of both follow each other equally fast; files do not keep a rate to the last digit.</summary>
    public bool HasRateOf(VideoInfo other) => Math.Abs(FramesPerSecond - other.FramesPerSecond) < SameRate;
}
