using System.Text.Json.Serialization;

namespace CogSpace.Client;

/// <summary>What to make. Whatever is left out is left to the server and its model.</summary>
public sealed record VideoRequest
{
    /// <summary>What the video should show. Needed, except for an estimate.</summary>
    public string? Prompt { get; init; }

    /// <summary>What it should not show.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>A model by its name, as <see cref="CogSpaceClient.GetModelsAsync"/> lists them.</summary>
    public string? Model { get; init; }

    /// <summary>The picture that the video begins with.</summary>
    public VideoSource? Image { get; init; }

    /// <summary>The video that is restyled.</summary>
    public VideoSource? Video { get; init; }

    /// <summary>How much of the video is forgotten, 0 to 1.</summary>
    public double? Strength { get; init; }

    /// <summary>Which part of the picture or video is kept.</summary>
    public VideoCrop? Crop { get; init; }

    /// <summary>The same seed gives the same video; null: a random one.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public ulong? Seed { get; init; }

    /// <summary>Denoising steps, 1 to 1000.</summary>
    public int? Steps { get; init; }

    /// <summary>How strongly the prompt is followed, 0 to 100.</summary>
    public double? Guidance { get; init; }

    /// <summary>The solver: <c>ddim</c> or <c>dpm</c>.</summary>
    public string? Scheduler { get; init; }

    /// <summary>Frames, one more than a multiple of 4; of a video that is restyled, the most that are taken.</summary>
    public int? Frames { get; init; }

    /// <summary>In pixels, together with the height.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels, together with the width.</summary>
    public int? Height { get; init; }

    /// <summary>Skips most of a step that would change less than this part, 0 to 1; 0 skips nothing.</summary>
    public double? StepCache { get; init; }

    /// <summary>LoRAs of the server.</summary>
    public IReadOnlyList<VideoLora>? Loras { get; init; }

    /// <summary>Whether frames get more pixels.</summary>
    public bool? Upscale { get; init; }

    /// <summary>What upscales, by its name.</summary>
    public string? Upscaler { get; init; }

    /// <summary>How many times the frame rate becomes as high: 2 or 4; 1 leaves it.</summary>
    public int? Interpolate { get; init; }

    /// <summary>What draws frames between frames, by its name.</summary>
    public string? Interpolator { get; init; }

    /// <summary>An address that the server calls when the video is over, where the host allows it.</summary>
    public Uri? CallbackUrl { get; init; }
}

/// <summary>Which part of a picture is kept when it is brought to a size of another shape.</summary>
/// <param name="X">Where it lies between the left edge, 0, and the right one, 1.</param>
/// <param name="Y">Where it lies between the upper edge, 0, and the lower one, 1.</param>
/// <param name="Zoom">1 keeps as much as there can be, 2 half of that width and height, and so on up to 8.</param>
public sealed record VideoCrop(double X = 0.5, double Y = 0.5, double Zoom = 1);

/// <summary>A LoRA of the server.</summary>
/// <param name="Name">As <see cref="CogSpaceClient.GetModelsAsync"/> lists it.</param>
/// <param name="Scale">How strongly it counts: 0 not at all, 1 as it was trained.</param>
public sealed record VideoLora(string Name, double Scale = 1);

/// <summary>A video that is to get more pixels.</summary>
/// <param name="Video">Which one.</param>
public sealed record UpscaleRequest(VideoSource Video)
{
    /// <summary>What upscales, by its name; null: the server's first.</summary>
    public string? Upscaler { get; init; }

    /// <summary>How many times the frame rate becomes as high: 2 or 4; null leaves it.</summary>
    public int? Interpolate { get; init; }

    /// <summary>What draws frames between frames, by its name.</summary>
    public string? Interpolator { get; init; }

    /// <summary>An address that the server calls when the video is over, where the host allows it.</summary>
    public Uri? CallbackUrl { get; init; }
}

/// <summary>A video that is to get more frames per second.</summary>
/// <param name="Video">Which one.</param>
public sealed record InterpolateRequest(VideoSource Video)
{
    /// <summary>How many times the frame rate becomes as high: 2 or 4; null: 2.</summary>
    public int? Times { get; init; }

    /// <summary>What draws frames between frames, by its name.</summary>
    public string? Interpolator { get; init; }

    /// <summary>An address that the server calls when the video is over, where the host allows it.</summary>
    public Uri? CallbackUrl { get; init; }
}

/// <summary>What a prompt that is rewritten is for.</summary>
public enum RewritePurpose
{
    /// <summary>A video of the prompt alone.</summary>
    Prompt,

    /// <summary>A video that begins with a picture.</summary>
    Image,

    /// <summary>A video that is restyled.</summary>
    Video,
}
