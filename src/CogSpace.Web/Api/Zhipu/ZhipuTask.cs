using System.Text.Json.Serialization;

namespace CogSpace.Web.Api.Zhipu;

/// <summary>How a video stands, as Zhipu's interface tells it.</summary>
internal sealed record ZhipuTask
{
    public required string Id { get; init; }

    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    public string? Model { get; init; }

    /// <summary>"PROCESSING", "SUCCESS" or "FAIL".</summary>
    [JsonPropertyName("task_status")]
    public required string Status { get; init; }

    /// <summary>The one video, once it is there.</summary>
    [JsonPropertyName("video_result")]
    public IReadOnlyList<ZhipuResult>? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public ZhipuError? Error { get; init; }
}

/// <summary>Where a video is had, until it expires.</summary>
internal sealed record ZhipuResult(string Url, [property: JsonPropertyName("cover_image_url")] string CoverImageUrl);

/// <summary>Why there is none.</summary>
internal sealed record ZhipuError(string Code, string Message);
