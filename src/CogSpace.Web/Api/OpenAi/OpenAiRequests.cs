using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CogSpace.Web.Api.OpenAi;

/// <summary>A video from a prompt, and perhaps from a picture.</summary>
internal sealed record OpenAiCreation
{
    [Required]
    public string? Prompt { get; init; }

    /// <summary>An installed model, or another name that the host has given one.</summary>
    public string? Model { get; init; }

    /// <summary>How long the video lasts, as a text: "6".</summary>
    public string? Seconds { get; init; }

    /// <summary>Width and height in pixels: "720x480".</summary>
    public string? Size { get; init; }

    /// <summary>The picture to begin with: a file of the form, the id of an upload, or {"image_url": ...}.</summary>
    [JsonPropertyName("input_reference")]
    public JsonNode? InputReference { get; init; }
}

/// <summary>The same video with another prompt.</summary>
internal sealed record OpenAiRemix
{
    [Required]
    public string? Prompt { get; init; }
}

/// <summary>A video that is restyled by a prompt.</summary>
internal sealed record OpenAiEdit
{
    [Required]
    public string? Prompt { get; init; }

    /// <summary>A file of the form, or {"id": ...} of a finished video.</summary>
    [Required]
    public JsonNode? Video { get; init; }
}

/// <summary>A video that goes on from the last frame of another.</summary>
internal sealed record OpenAiExtension
{
    [Required]
    public string? Prompt { get; init; }

    /// <summary>How long the part that is added lasts, as a text.</summary>
    public string? Seconds { get; init; }

    /// <summary>{"id": ...} of a finished video.</summary>
    [Required]
    public JsonNode? Video { get; init; }
}
