using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CogSpace.Web.Api.Documents;

namespace CogSpace.Web.Api.V1;

/// <summary>Gives videos more pixels or frames without making new ones.</summary>
internal static class PostProcessingEndpoints
{
    private const string Tag = "Videos";
    private const int Twice = 2;

    public static void MapPostProcessing(this RouteGroupBuilder api)
    {
        api.MapPost("/upscale", UpscaleAsync)
            .Describe(
                "upscaleVideo", Tag, "Give a video more pixels, and perhaps more frames",
                new ApiOperation
                {
                    Headers = [VideoEndpoints.Repeating],
                    Example = """{ "video": "0123456789abcdef0123456789abcdef", "interpolate": 2 }""",
                },
                403, 410, 413, 415, 422, 503, 507)
            .Accepts<UpscaleRequest>(ApiOperation.Json, "multipart/form-data")
            .Produces<Video>(StatusCodes.Status202Accepted);
        api.MapPost("/interpolate", InterpolateAsync)
            .Describe(
                "interpolateVideo", Tag, "Give a video more frames per second",
                new ApiOperation
                {
                    Headers = [VideoEndpoints.Repeating],
                    Example = """{ "video": "0123456789abcdef0123456789abcdef", "times": 2 }""",
                },
                403, 410, 413, 415, 422, 503, 507)
            .Accepts<InterpolateRequest>(ApiOperation.Json, "multipart/form-data")
            .Produces<Video>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> UpscaleAsync(HttpContext context, ApiBody body)
    {
        var read = await body.ReadAsync<UpscaleRequest>(context, context.RequestAborted);
        var asked = read.Value;
        return await context.AcceptPostProcessingAsync(
            asked.Video, new PostProcessing(true, asked.Interpolate ?? 1, asked.Upscaler, asked.Interpolator), read.Fingerprint,
            asked.CallbackUrl);
    }

    private static async Task<IResult> InterpolateAsync(HttpContext context, ApiBody body)
    {
        var read = await body.ReadAsync<InterpolateRequest>(context, context.RequestAborted);
        var asked = read.Value;
        return await context.AcceptPostProcessingAsync(
            asked.Video, new PostProcessing(false, asked.Times ?? Twice, null, asked.Interpolator), read.Fingerprint,
            asked.CallbackUrl);
    }

    private static Task<IResult> AcceptPostProcessingAsync(
        this HttpContext context, string? video, PostProcessing wanted, string fingerprint, string? callback)
    {
        var request = VideoPostProcessing.Of(
            video ?? throw ApiException.Invalid(
                "video", "There is no video: send the id of an upload or of a finished video, or the file itself in a form."),
            wanted);
        return context.AcceptAsync(fingerprint, callback, () => (request, null));
    }
}

/// <summary>A video that is to get more pixels.</summary>
internal sealed record UpscaleRequest
{
    /// <summary>The id of an upload or of a finished video, or the file itself in a form.</summary>
    [Required]
    public string? Video { get; init; }

    /// <summary>What upscales, by its name; the first of GET /api/v1/models if left out.</summary>
    public string? Upscaler { get; init; }

    /// <summary>How many times the frame rate becomes as high: 2 or 4; 1 leaves it.</summary>
    public int? Interpolate { get; init; }

    /// <summary>What draws frames between frames, by its name.</summary>
    public string? Interpolator { get; init; }

    /// <summary>An address that is called when the video is over, where the host allows it.</summary>
    [JsonPropertyName("callback_url")]
    public string? CallbackUrl { get; init; }
}

/// <summary>A video that is to get more frames.</summary>
internal sealed record InterpolateRequest
{
    /// <summary>The id of an upload or of a finished video, or the file itself in a form.</summary>
    [Required]
    public string? Video { get; init; }

    /// <summary>How many times the frame rate becomes as high: 2 or 4; 2 if left out.</summary>
    public int? Times { get; init; }

    /// <summary>What draws frames between frames, by its name.</summary>
    public string? Interpolator { get; init; }

    /// <summary>An address that is called when the video is over, where the host allows it.</summary>
    [JsonPropertyName("callback_url")]
    public string? CallbackUrl { get; init; }
}
