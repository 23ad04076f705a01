using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CogSpace.Web.Api.V1;

/// <summary>What to make. Whatever is left out is left to the model, as on the page.</summary>
internal sealed record VideoRequest
{
    /// <summary>What the video should show, at most 10,000 characters; a model reads about 200 words of it.</summary>
    [Required]
    public string? Prompt { get; init; }

    /// <summary>What it should not show.</summary>
    [JsonPropertyName("negative_prompt")]
    public string? NegativePrompt { get; init; }

    /// <summary>A model by its name, as GET /api/v1/models lists them.</summary>
    public string? Model { get; init; }

    /// <summary>The picture to begin with: the id of an upload, or the file itself in a form.</summary>
    public string? Image { get; init; }

    /// <summary>The video to restyle: the id of an upload or of a finished video, or the file itself in a form.</summary>
    public string? Video { get; init; }

    /// <summary>How much of the video is forgotten, 0 to 1; 0.8 if left out.</summary>
    public double? Strength { get; init; }

    /// <summary>Which part of the picture or video is kept; the middle if left out.</summary>
    public CropRequest? Crop { get; init; }

    /// <summary>The same seed gives the same video: 0 to 2^64 - 1, a number or a text; -1 or nothing for a random one.</summary>
    [JsonConverter(typeof(SeedConverter))]
    public string? Seed { get; init; }

    /// <summary>Denoising steps, 1 to 1000.</summary>
    public int? Steps { get; init; }

    /// <summary>How strongly the prompt is followed, 0 to 100.</summary>
    public double? Guidance { get; init; }

    /// <summary>The solver.</summary>
    [JsonConverter(typeof(WordConverter<SchedulerKind>))]
    public SchedulerKind? Scheduler { get; init; }

    /// <summary>Frames, one more than a multiple of 4; of a video that is restyled, the most that are taken.</summary>
    public int? Frames { get; init; }

    /// <summary>In pixels, together with the height.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels, together with the width.</summary>
    public int? Height { get; init; }

    /// <summary>Skips most of a step that would change less than this part, 0 to 1; 0 skips nothing.</summary>
    [JsonPropertyName("step_cache")]
    public double? StepCache { get; init; }

    /// <summary>LoRAs of the server, by their names.</summary>
    public IReadOnlyList<LoraRequest>? Loras { get; init; }

    /// <summary>Whether frames get more pixels.</summary>
    public bool? Upscale { get; init; }

    /// <summary>What upscales, by its name.</summary>
    public string? Upscaler { get; init; }

    /// <summary>How many times the frame rate becomes as high: 2 or 4; 1 leaves it.</summary>
    public int? Interpolate { get; init; }

    /// <summary>What draws frames between frames, by its name.</summary>
    public string? Interpolator { get; init; }

    /// <summary>An address that is called when the video is over, where the host allows it.</summary>
    [JsonPropertyName("callback_url")]
    public string? CallbackUrl { get; init; }
}

/// <summary>Which part of a picture is kept when it is brought to a size of another shape.</summary>
internal sealed record CropRequest
{
    /// <summary>Where it lies between the left edge, 0, and the right one, 1.</summary>
    public double? X { get; init; }

    /// <summary>Where it lies between the upper edge, 0, and the lower one, 1.</summary>
    public double? Y { get; init; }

    /// <summary>1 keeps as much as there can be, 2 half of that width and height, and so on up to 8.</summary>
    public double? Zoom { get; init; }
}

/// <summary>A LoRA, and how strongly it counts.</summary>
internal sealed record LoraRequest
{
    /// <summary>As GET /api/v1/models lists it.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>0 not at all, 1 as it was trained; 1 if left out.</summary>
    public double? Scale { get; init; }
}
