using System.Text.Json.Serialization;

namespace CogSpace.Web.Api.OpenAi;

/// <summary>A video as OpenAI's interface shows it.</summary>
internal sealed record OpenAiVideo
{
    public required string Id { get; init; }

    public string Object { get; } = "video";

    /// <summary>"queued", "in_progress", "completed" or "failed".</summary>
    public required string Status { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Progress { get; init; }

    public required string Model { get; init; }

    public required string Prompt { get; init; }

    /// <summary>How long it lasts, rounded.</summary>
    public required string Seconds { get; init; }

    /// <summary>Width and height in pixels: "720x480".</summary>
    public required string Size { get; init; }

    /// <summary>Seconds since 1970, as the others are.</summary>
    [JsonPropertyName("created_at")]
    public required long CreatedAt { get; init; }

    [JsonPropertyName("completed_at")]
    public long? CompletedAt { get; init; }

    [JsonPropertyName("expires_at")]
    public long? ExpiresAt { get; init; }

    [JsonPropertyName("remixed_from_video_id")]
    public string? RemixedFrom { get; init; }

    public OpenAiError? Error { get; init; }
}

/// <summary>Why a video was not made.</summary>
internal sealed record OpenAiError(string Code, string Message);

/// <summary>A part of a list.</summary>
internal sealed record OpenAiList<T>
{
    public string Object { get; } = "list";

    public required IReadOnlyList<T> Data { get; init; }

    [JsonPropertyName("first_id")]
    public string? FirstId { get; init; }

    [JsonPropertyName("last_id")]
    public string? LastId { get; init; }

    [JsonPropertyName("has_more")]
    public bool HasMore { get; init; }
}

/// <summary>A video is gone.</summary>
internal sealed record OpenAiDeletion(string Id)
{
    public string Object { get; } = "video.deleted";

    public bool Deleted { get; } = true;
}

/// <summary>A model that videos can be asked of.</summary>
internal sealed record OpenAiModel(string Id, long Created)
{
    public string Object { get; } = "model";

    [JsonPropertyName("owned_by")]
    public string OwnedBy { get; } = "cogspace";
}
