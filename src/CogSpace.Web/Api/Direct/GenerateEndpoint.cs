using CogSpace.Web.Api.Documents;
using CogSpace.Web.Api.V1;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api.Direct;

/// <summary>One request that is answered with the video itself, for programs that can wait.</summary>
internal sealed class GenerateEndpoint(
    ApiBody body, VideoRequests requests, VideoSubmission submission, JobBoard board, VideoViews views,
    IOptions<ApiOptions> options, TimeProvider time)
{
    private const string Prefer = "Prefer";
    private const string Asynchronously = "respond-async";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapPost(ApiAddress.Generate, (HttpContext context, GenerateEndpoint generate) => generate.MakeAsync(context))
        .Describe(
            "generate", "Videos", "Ask for a video and wait for it",
            new ApiOperation
            {
                Headers = [VideoEndpoints.Repeating, (Prefer, "respond-async: do not wait, answer with 202")],
                Example = """{ "prompt": "a red circle moves from left to right on a white background", "num_frames": 9 }""",
            },
            403, 409, 410, 413, 415, 422, 503, 507)
        .Accepts<GenerateRequest>(ApiOperation.Json)
        .Produces(StatusCodes.Status200OK, contentType: "video/mp4")
        .Produces<Video>(StatusCodes.Status202Accepted);

    private async Task<IResult> MakeAsync(HttpContext context)
    {
        var caller = context.Caller();
        var read = await body.ReadAsync<GenerateRequest>(context, context.RequestAborted);
        var repeat = RepeatKey.Of(context.Request, read.Fingerprint);
        var (job, _) = await submission.SubmitOnceAsync(caller, repeat, tag =>
        {
            var (request, model) = requests.Of(caller, read.Value.Full);
            return board.SubmitTaggedAsync(caller.Visitor, request, model.Name, tag, context.RequestAborted);
        });
        context.Response.Headers.Location = VideoViews.AddressOf(context, job);
        string? token = caller.IntroduceTo(context.Response);
        if (WantsNoWait(context.Request))
            context.Response.Headers["Preference-Applied"] = Asynchronously;
        else if (await EndsInTimeAsync(job, canBeAskedAgain: repeat is not null, context.RequestAborted))
            return await SendAsync(context, job);
        return ApiAnswer.Json(views.Of(context, job, token), StatusCodes.Status202Accepted);
    }

    private static bool WantsNoWait(HttpRequest request) =>
        request.Headers[Prefer].Any(wish => wish?.Contains(Asynchronously, StringComparison.OrdinalIgnoreCase) == true);

    // Who hangs up and cannot ask again is not waited for.
    private async Task<bool> EndsInTimeAsync(GenerationJob job, bool canBeAskedAgain, CancellationToken gone)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = job.OnChange(Look);
        Look();
        try
        {
            await over.Task.WaitAsync(options.Value.GenerateDeadline, time, gone);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!canBeAskedAgain)
        {
            job.Cancel();
            throw;
        }

        void Look()
        {
            if (job.Status.IsOver)
                over.TrySetResult();
        }
    }

    private static Task<IResult> SendAsync(HttpContext context, GenerationJob job) => job.Status switch
    {
        { State: JobState.Finished } => VideoContent.SendAsync(context, job, format: null, isDownload: false),
        { Error: { } error } => throw new ApiException(StatusCodes.Status500InternalServerError, "not_made", error),
        _ => throw new ApiException(
            StatusCodes.Status409Conflict, "not_made", "This video was not made, so there is no file of it."),
    };
}
