using System.Text.Json.Serialization;
using CogSpace.Web.Api.Documents;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Api.V1;

/// <summary>Takes pictures and videos to make videos from. The body is the file.</summary>
internal static class UploadsEndpoint
{
    public static void MapUploadedFiles(this RouteGroupBuilder api) => api.MapPost("/uploads", ReceiveAsync)
        .Describe(
            "uploadFile", "Uploads", "Send a picture or a video to make videos from; the body is the file",
            problems: [403, 408, 413, 415, 503, 507])
        .Accepts<byte[]>("application/octet-stream", "image/*", "video/*", "*/*")       // its bytes say what it is
        .Produces<UploadedFile>(StatusCodes.Status201Created);

    private static async Task<IResult> ReceiveAsync(HttpContext context, ApiFiles files, UploadStore store, string? kind)
    {
        if (kind is not (null or "image" or "video"))
            throw ApiException.Invalid("kind", "The kind of a file is image or video.");
        if (MultipartForm.Open(context) is not null)
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType, ApiProblem.Invalid,
                "Send the file itself as the body, not in a form.");
        context.LimitBody(null);
        var caller = context.Caller();
        Upload upload;
        try
        {
            upload = (await files.ReceiveAsync(
                caller.Visitor, kind ?? "", context.Request.Body, context.Request.ContentLength, context.RequestAborted)).Upload;
        }
        catch (Exception e) when (e is not CogSpaceException && BrokenBody.Is(e, context))
        {
            throw ApiException.Invalid(null, "The file did not arrive whole. Please send it again.");
        }

        return ApiAnswer.Json(
            UploadedFile.Of(upload, store.Lifetime, caller.IntroduceTo(context.Response)), StatusCodes.Status201Created);
    }
}

/// <summary>A picture or a video that videos can be made from.</summary>
internal sealed record UploadedFile
{
    /// <summary>For the fields image and video of POST /api/v1/videos.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    [JsonConverter(typeof(WordConverter<SourceKind>))]
    public required SourceKind Kind { get; init; }

    /// <summary>In pixels, as it is shown.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels, as it is shown.</summary>
    public required int Height { get; init; }

    /// <summary>1 for a picture.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames per second of a video.</summary>
    public double? Fps { get; init; }

    /// <summary>When it is deleted, unless a video is made from it before.</summary>
    [JsonPropertyName("expires_at")]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Only in the answer to a program that was not known: send it as Authorization: Bearer TOKEN from now on.</summary>
    public string? Token { get; init; }

    public static UploadedFile Of(Upload upload, TimeSpan lifetime, string? token) => new()
    {
        Id = upload.Id,
        Kind = upload.Info.Kind,
        Width = upload.Info.Width,
        Height = upload.Info.Height,
        Frames = upload.Info.Frames,
        Fps = upload.Info.FramesPerSecond,
        ExpiresAt = upload.Used + lifetime,
        Token = token,
    };
}
