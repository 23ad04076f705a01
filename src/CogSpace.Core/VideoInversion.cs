using System.Text.Json.Serialization;

namespace CogSpace;

/// <summary>
/// A video that is walked to noise, and regenerated from other noise while it looks at that walk: the prompt changes what the
/// video leaves open.
/// </summary>
public sealed record VideoInversion : SourceToVideo
{
    /// <summary>The file of the video.</summary>
    public required string Video { get; init; }

    [JsonIgnore]
    public override string Source
    {
        get => Video;
        init => Video = value;
    }

    /// <summary>Frames at the start of the video that are not looked at.</summary>
    public int SkipStart { get; init; }

    /// <summary>Frames at the end of the video that are not looked at.</summary>
    public int SkipEnd { get; init; }

    /// <summary>Takes every n-th frame; null: what comes near the rate that the model was trained on.</summary>
    public int? Stride { get; init; }
}
