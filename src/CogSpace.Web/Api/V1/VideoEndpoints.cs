using System.Globalization;
using System.Text.Json;
using CogSpace.Web.Api.Callbacks;
using CogSpace.Web.Api.Documents;
using CogSpace.Web.Api.Outbound;
using CogSpace.Web.Jobs;
using CogSpace.Web.Sharing;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api.V1;

/// <summary>Asks for videos, tells how they stand, hands them out and deletes them.</summary>
internal static class VideoEndpoints
{

    private const string Tag = "Videos";

    private const string Example =
        """
        { "prompt": "a red circle moves from left to right on a white background", "seed": "42", "steps": 20 }
        """;

    /// <summary>The header by which a request that is sent again is the same one.</summary>
    internal static readonly (string Name, string Text) Repeating = (
        RepeatKey.Header, "The same text for the same request makes one video in 24 hours, however often it is sent");

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapVideos(this RouteGroupBuilder api)
    {
        api.MapPost("/videos", CreateAsync)
            .Describe(
                "createVideo", Tag, "Ask for a video",
                new ApiOperation { Headers = [Repeating], Example = Example },
                403, 410, 413, 415, 422, 503, 507)
            .Accepts<VideoRequest>(ApiOperation.Json, "multipart/form-data")
            .Produces<Video>(StatusCodes.Status202Accepted);
        api.MapGet("/videos", List)
            .Describe("listVideos", Tag, "List your videos, the newest first", problems: 404)
            .Produces<VideoPage>();
        api.MapGet("/videos/{id}", Get)
            .Describe("getVideo", Tag, "See how a video stands", problems: 404)
            .Produces<Video>();
        api.MapDelete("/videos/{id}", Delete)
            .Describe("deleteVideo", Tag, "Cancel a video that is not over, or delete one that is", problems: 404)
            .Produces<Video>(StatusCodes.Status202Accepted)
            .Produces(StatusCodes.Status204NoContent);
        api.MapMethods("/videos/{id}/content", Reading, SendAsync)
            .Describe(
                "getVideoContent", Tag, "Fetch a finished video, whole or in ranges",
                new ApiOperation { Headers = [("Range", "Which bytes"), ("If-None-Match", "The ETag of what you have")] },
                404, 409, 416, 503)
            .Produces(StatusCodes.Status200OK, contentType: "video/mp4", additionalContentTypes: VideoContent.OtherMediaTypes)
            .Produces(StatusCodes.Status206PartialContent, contentType: "video/mp4")
            .Produces(StatusCodes.Status304NotModified);
        api.MapPost("/videos/{id}/extend", ExtendAsync)
            .Describe(
                "extendVideo", Tag, "Ask for a video that goes on from the last frame of this one",
                new ApiOperation { Headers = [Repeating] }, 403, 404, 409, 410, 422, 503, 507)
            .Produces<Video>(StatusCodes.Status202Accepted);
    }

    /// <summary>A video of the caller; what is foreign, unknown or gone is the same.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static GenerationJob Own(this HttpContext context, string id) =>
        context.RequestServices.GetRequiredService<JobBoard>().Find(context.Caller().Owner, id) ?? throw ApiException.NotFound();

    /// <summary>Puts a request into the queue, once for an Idempotency-Key, and answers with the job.</summary>
    /// <param name="context">The request that is answered.</param>
    /// <param name="fingerprint">Of its body.</param>
    /// <param name="callback">The address that is called when the job is over; null: none.</param>
    /// <param name="read">Says what to make, with the ids that the caller gave, and by which model.</param>
    /// <exception cref="CogSpaceException">It is not taken; the message says why.</exception>
    public static Task<IResult> AcceptAsync(
        this HttpContext context, string fingerprint, string? callback,
        Func<(GenerationRequest Request, string? Model)> read)
    {
        var (services, caller) = (context.RequestServices, context.Caller());
        var submission = services.GetRequiredService<VideoSubmission>();
        var call = services.GetRequiredService<OutboundGuard>().Read(
            callback, services.GetRequiredService<IOptions<ApiOptions>>().Value,
            services.GetRequiredService<TimeProvider>().GetUtcNow());
        return AcceptedAsync(context, submission, fingerprint, async tag =>
        {
            var (request, model) = read();
            request = await submission.WithSourceAsync(caller, request, context.RequestAborted);
            tag = call is null ? tag : (tag ?? new JobTag()) with { Callback = call };
            return await services.GetRequiredService<JobBoard>()
                .SubmitTaggedAsync(caller.Visitor, request, model, tag, context.RequestAborted);
        });
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ApiBody body, VideoRequests requests)
    {
        var read = await body.ReadAsync<VideoRequest>(context, context.RequestAborted);
        return await context.AcceptAsync(read.Fingerprint, read.Value.CallbackUrl, () =>
        {
            var (request, model) = requests.Of(context.Caller(), read.Value);
            return (request, model.Name);
        });
    }

    private static async Task<IResult> ExtendAsync(
        string id, HttpContext context, VideoSubmission submission, ResultReuse reuse)
    {
        var caller = context.Caller();
        var job = context.Own(id).RequireFinished();
        submission.ModelExtending(caller, job);
        return await AcceptedAsync(
            context, submission, fingerprint: "",
            tag => reuse.ExtendAsync(caller.Visitor, job, tag, cancel: context.RequestAborted));
    }

    private static async Task<IResult> AcceptedAsync(
        HttpContext context, VideoSubmission submission, string fingerprint, Func<JobTag?, Task<GenerationJob>> submit)
    {
        var caller = context.Caller();
        var (job, isRepeated) = await submission.SubmitOnceAsync(caller, RepeatKey.Of(context.Request, fingerprint), submit);
        if (isRepeated)
            context.Response.Headers[RepeatKey.AnswerHeader] = "true";
        context.Response.Headers.Location = VideoViews.AddressOf(context, job);
        string? token = caller.IntroduceTo(context.Response);
        return ApiAnswer.Json(context.Views().Of(context, job, token), StatusCodes.Status202Accepted);
    }

    private static IResult Get(string id, HttpContext context) => ApiAnswer.Json(context.Views().Of(context, context.Own(id)));

    private static IResult List(HttpContext context, JobBoard board, string? limit, string? after, string? status)
    {
        int most = PageSize.Of(limit);
        JobState? state = status is null ? null
            : Enum.GetValues<JobState>().Where(one => JsonNamingPolicy.SnakeCaseLower.ConvertName(one.ToString()) == status)
                .Cast<JobState?>().FirstOrDefault()
                ?? throw ApiException.Invalid("status", "Videos are queued, running, finished, failed or cancelled.");
        var jobs = board.Of(context.Caller().Owner).Where(job => state is null || job.Status.State == state);
        if (after is not null)
        {
            long place = context.Own(after).Place;
            jobs = jobs.Where(job => job.Place < place);
        }

        var page = jobs.Take(most + 1).ToList();
        string query = status is null ? "" : $"&status={status}";
        string root = context.Request.PathBase.ToUriComponent();
        return ApiAnswer.Json(new VideoPage
        {
            Videos = [.. page.Take(most).Select(job => context.Views().Of(context, job))],
            Next = page.Count > most
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{root}{ApiAddress.V1}/videos?limit={most}&after={page[most - 1].Id}{query}")
                : null,
        });
    }

    // The first time a video that is not over is cancelled, and can still be looked at; after that, it goes.
    private static IResult Delete(string id, HttpContext context, JobBoard board)
    {
        var job = context.Own(id);
        if (!job.Status.IsOver)
        {
            job.Cancel();
            return ApiAnswer.Json(context.Views().Of(context, job), StatusCodes.Status202Accepted);
        }

        board.Delete(job.Owner, job.Id);
        return Results.NoContent();
    }

    private static Task<IResult> SendAsync(string id, HttpContext context, string? format, string? download) =>
        VideoContent.SendAsync(context, context.Own(id).RequireFinished(), format, download == "1");

    /// <exception cref="ApiException">It was not made, or not yet.</exception>
    public static GenerationJob RequireFinished(this GenerationJob job) => job.Status.State switch
    {
        JobState.Finished => job,
        JobState.Failed or JobState.Cancelled => throw new ApiException(
            StatusCodes.Status409Conflict, "not_made", "This video was not made, so there is no file of it."),
        _ => throw new ApiException(
            StatusCodes.Status409Conflict, "not_finished", "This video is not finished yet. Please ask again later."),
    };

    private static VideoViews Views(this HttpContext context) => context.RequestServices.GetRequiredService<VideoViews>();
}
