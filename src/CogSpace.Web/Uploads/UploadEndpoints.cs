using CogSpace.Web.Languages;
using CogSpace.Web.Moderation;
using CogSpace.Web.Operations;
using CogSpace.Web.Owners;

namespace CogSpace.Web.Uploads;

/// <summary>
/// Takes files and gives them back to their senders. The body of a request is the file, so that nothing has to be unpacked.
/// </summary>
public static class UploadEndpoints
{
    /// <summary>Where files are sent to, relative to the page.</summary>
    public const string Address = "uploads";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapUploads(this IEndpointRouteBuilder endpoints)
    {
        var uploads = endpoints.MapGroup($"/{Address}");
        uploads.MapPost("", ReceiveAsync);
        uploads.MapMethods("/{id}", Reading, Send)
            .RequireOwn(
                (UploadStore store, string owner, string id) => store.Find(owner, id),
                "There is no such file, or it has expired.");
    }

    private static async Task<IResult> ReceiveAsync(
        string? kind, HttpContext context, OwnerContext owner, UploadReceiver receiver, ServerMeter meter)
    {
        var request = context.Request;
        try
        {
            if (owner.Owner == OwnerContext.Nobody)
                throw new UploadRefusedException(
                    StatusCodes.Status403Forbidden,
                    "This browser keeps no cookies here, so the file could not be told from those of others. Allow " +
                    "cookies for this page, or open it in a window of its own, and load it again."
                );

            if (!await PageToken.IsValidAsync(context))
                throw new UploadRefusedException(
                    StatusCodes.Status400BadRequest,
                    "The file was not taken, because it did not come from this page as it is now. Please load the page again.");

            context.LimitBody(null);       // the receiver knows what a picture may have, and says it
            var upload = await receiver.ReceiveAsync(
                owner.Visitor, KindOf(kind), request.Body, request.ContentLength, context.RequestAborted);
            meter.Uploaded(upload.Info.Kind, request.ContentLength ?? 0);
            return Results.Json(Answer(upload));
        }
        catch (UploadRefusedException e)
        {
            meter.Refused("upload", RefusalReason.Of(e));
            return SpokenAnswer.Error(e.Message, e.Status);
        }
        catch (RefusedException e)
        {
            meter.Refused("upload", RefusalReason.Of(e));
            return SpokenAnswer.Error(e.Message, e.Status);
        }
        catch (Exception e) when (BrokenBody.Is(e, context))
        {
            return BrokenBody.Answer();
        }
    }

    private static IResult Send(HttpContext http, UploadStore store) => SentSource.Of(http, store.PathOf(http.Own<Upload>()));

    private static object Answer(Upload upload) => new
    {
        upload.Id,
        kind = upload.Info.Kind == SourceKind.Image ? "image" : "video",
        upload.Info.Width,
        upload.Info.Height,
        upload.Info.Frames,
        fps = upload.Info.FramesPerSecond,
        seconds = upload.Info.Video?.Seconds,
    };

    private static SourceKind? KindOf(string? kind) => kind switch
    {
        null or "" => null,
        "image" => SourceKind.Image,
        "video" => SourceKind.Video,
        _ => throw new UploadRefusedException(StatusCodes.Status400BadRequest, "The kind of a file is image or video."),
    };
}
