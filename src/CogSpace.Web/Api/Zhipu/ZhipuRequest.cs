using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CogSpace.Web.Api.Zhipu;

/// <summary>What Zhipu's interface takes to make a video.</summary>
internal sealed record ZhipuRequest
{
    /// <summary>An installed model, or another name that the host has given one.</summary>
    public string? Model { get; init; }

    public string? Prompt { get; init; }

    /// <summary>The picture to begin with: an https address, or data:image/png;base64,...</summary>
    [JsonPropertyName("image_url")]
    public JsonNode? ImageUrl { get; init; }

    /// <summary>"quality", or "speed" to skip what would change little.</summary>
    public string? Quality { get; init; }

    /// <summary>Only false: no model here makes sound.</summary>
    [JsonPropertyName("with_audio")]
    public bool? WithAudio { get; init; }

    /// <summary>Width and height in pixels: "720x480".</summary>
    public string? Size { get; init; }

    /// <summary>Frames per second; more than the model makes are interpolated.</summary>
    public int? Fps { get; init; }

    /// <summary>In seconds.</summary>
    public double? Duration { get; init; }

    /// <summary>The caller's own name for the request, which is said again.</summary>
    [JsonPropertyName("request_id")]
    public string? RequestId { get; init; }

    /// <summary>The caller's own name for its user, 6 to 128 characters. Nothing is done with it.</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }
}
