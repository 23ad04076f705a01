using System.Text.Json;
using CogSpace.Web.Api.Documents;
using CogSpace.Web.Estimates;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Api.V1;

/// <summary>Says what a request would make and how long that takes, without asking for it.</summary>
internal sealed class EstimateEndpoint(
    ApiBody body, VideoRequests requests, RequestCheck check, PostProcessingMenu menu, JobBoard board, UploadStore uploads,
    StageSpeeds speeds)
{
    // Words that nobody asked for, to plan a request that has none yet.
    private const string AnyPrompt = "a video";

    public static void Map(RouteGroupBuilder api) => api.MapPost(
        "/estimate", (HttpContext context, EstimateEndpoint estimate) => estimate.OfAsync(context))
        .Describe(
            "estimateVideo", "Videos", "See what a request would make and how long that takes, without making it",
            new ApiOperation { Example = """{ "frames": 9, "steps": 20 }""" }, 403, 413, 415, 503)
        .Accepts<VideoRequest>(ApiOperation.Json)
        .Produces<Estimate>();

    private async Task<IResult> OfAsync(HttpContext context)
    {
        var caller = context.Caller();
        var asked = (await body.ReadAsync<VideoRequest>(context, context.RequestAborted)).Value;
        var (request, model) = requests.Of(caller, asked.Prompt is null ? asked with { Prompt = AnyPrompt } : asked);
        var planned = check.Plan(request, model.Name, SourceOf(caller, request));
        var made = planned.Plan!.Made;
        var result = request.PostProcessing is { } wanted ? menu.Describe(wanted, made) : made;
        var stages = speeds.Of(planned.Work);
        return ApiAnswer.Json(new Estimate
        {
            Model = model.Name,
            Width = result.Width,
            Height = result.Height,
            Frames = result.Frames,
            Fps = result.FramesPerSecond,
            Seconds = stages is null ? null : Rounded(stages.Values.Sum()),
            Stages = stages?.ToDictionary(
                stage => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.Key.ToString()), stage => Rounded(stage.Value)),
            Waiting = board.All.Count(job => job.Status.State == JobState.Queued),
        });
    }

    private VideoInfo? SourceOf(ApiCaller caller, GenerationRequest request) =>
        request is not VideoToVideo { Video: var id } ? null
        : uploads.Find(caller.Owner, id)?.Info.Video ?? board.Find(caller.Owner, id)?.Status.Recipe?.Result
        ?? throw new SourceGoneException();

    private static double Rounded(double seconds) => Math.Round(seconds, 1);
}

/// <summary>What a request would make.</summary>
internal sealed record Estimate
{
    /// <summary>The model that would make it.</summary>
    public required string Model { get; init; }

    /// <summary>Of the file, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Of the file, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>In the file.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames per second of the file.</summary>
    public required double Fps { get; init; }

    /// <summary>On the device; nothing until this server has made a video that can be compared.</summary>
    public double? Seconds { get; init; }

    /// <summary>The same by stages.</summary>
    public IReadOnlyDictionary<string, double>? Stages { get; init; }

    /// <summary>Videos of all callers that wait now.</summary>
    public required int Waiting { get; init; }
}
