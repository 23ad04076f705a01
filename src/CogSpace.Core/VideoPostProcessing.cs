using System.Text.Json.Serialization;

namespace CogSpace;

/// <summary>
/// A video that gets more pixels or more frames and stays what it is. No model takes part, so no other setting counts.
/// </summary>
public sealed record VideoPostProcessing : SourceToVideo
{
    /// <summary>The file of the video.</summary>
    public required string Video { get; init; }

    [JsonIgnore]
    public override string Source
    {
        get => Video;
        init => Video = value;
    }

    /// <param name="video">The file of the video.</param>
    /// <param name="wanted">What is done to its frames.</param>
    public static VideoPostProcessing Of(string video, PostProcessing wanted) => new()
    {
        Prompt = "",
        Seed = 0,
        Video = video,
        Crop = null,
        PostProcessing = wanted,
    };
}
