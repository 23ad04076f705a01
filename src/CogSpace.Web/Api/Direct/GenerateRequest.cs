using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CogSpace.Web.Api.V1;

namespace CogSpace.Web.Api.Direct;

/// <summary>A prompt, and how many frames.</summary>
internal sealed record GenerateRequest
{
    /// <summary>What the video should show.</summary>
    [Required]
    public string? Prompt { get; init; }

    /// <summary>Frames of the video, one more than a multiple of 4.</summary>
    [JsonPropertyName("num_frames")]
    public int? Frames { get; init; }

    /// <summary>Denoising steps.</summary>
    [JsonPropertyName("num_inference_steps")]
    public int? Steps { get; init; }

    /// <summary>How strongly the prompt is followed.</summary>
    [JsonPropertyName("guidance_scale")]
    public double? Guidance { get; init; }

    /// <summary>The same seed gives the same video: a number, or its digits as a text.</summary>
    [JsonConverter(typeof(SeedConverter))]
    public string? Seed { get; init; }

    /// <summary>The same as the full interface takes it.</summary>
    [JsonIgnore]
    public VideoRequest Full => new()
    {
        Prompt = Prompt,
        Frames = Frames,
        Steps = Steps,
        Guidance = Guidance,
        Seed = Seed,
    };
}
