using System.Globalization;
using System.Text.Json.Nodes;
using CogSpace.Generation;
using CogSpace.Web.Api.Outbound;
using CogSpace.Web.Api.V1;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;

namespace CogSpace.Web.Api.Zhipu;

/// <summary>Zhipu's interface for CogVideoX, over the same jobs: a task is begun, and asked about until it is over.</summary>
/// <remarks>Source: the API reference of bigmodel.cn, "CogVideoX" and "async-result".</remarks>
internal sealed class ZhipuVideos(
    ApiBody body, VideoRequests requests, VideoSubmission submission, ModelCatalog catalog, JobBoard board,
    PictureFetcher pictures, OpenFiles open)
{
    private const string Task = "/videos/generations";
    private const string Result = "/async-result/{id}";
    private const string Files = "/files";
    private const string VideoFile = "video.mp4";
    private const string CoverFile = "cover.jpg";
    private const int MostLetters = 128;

    // Zhipu's frames are 30 or 60 per second, where models here make 8 or 16, and 32 or 64 by interpolation.
    private const double RateTolerance = 0.1;

    private static readonly int[] Factors = [1, 2, 4];

    /// <summary>Where it lies.</summary>
    public static IReadOnlyList<string> Roots { get; } = ["/api/paas/v4", "/paas/v4"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (string root in Roots)
        {
            var api = endpoints.MapGroup(root);
            api.MapPost(Task, (HttpContext context, ZhipuVideos videos) => videos.CreateAsync(context));
            api.MapGet(
                Result, (string id, HttpContext context) => Show(context, context.Own(id), root));
            OpenFiles.Map(
                api, $"{Files}/{{id}}/{VideoFile}",
                (string id, HttpContext context, ZhipuVideos videos) => videos.SendAsync(context, id, "mp4"));
            OpenFiles.Map(
                api, $"{Files}/{{id}}/{CoverFile}",
                (string id, HttpContext context, ZhipuVideos videos) => videos.SendAsync(context, id, "poster"));
        }
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var caller = context.Caller();
        var read = await body.ReadLargeAsync<ZhipuRequest>(context, context.RequestAborted);
        var asked = read.Value;
        Check(asked);
        var (job, _) = await submission.SubmitOnceAsync(caller, RepeatOf(context, read), async tag =>
        {
            string? image = AddressIn(asked.ImageUrl) is { } address
                ? (await pictures.FetchAsync(caller.Visitor, address, "image_url", context.RequestAborted)).Id
                : null;
            var (request, model) = Of(caller, asked, image);
            tag = OpenFiles.Open(tag) with { RequestId = asked.RequestId };
            return await board.SubmitTaggedAsync(caller.Visitor, request, model.Name, tag, context.RequestAborted);
        });
        caller.IntroduceTo(context.Response);
        return ApiAnswer.Json(new ZhipuTask
        {
            Id = job.Id,
            RequestId = job.Tag?.RequestId ?? job.Id,
            Model = asked.Model ?? job.Model,
            Status = "PROCESSING",
        });
    }

    // A request_id has to be another one for each request. A caller that was not known cannot have sent it before.
    private static RepeatKey? RepeatOf(HttpContext context, ApiRequest<ZhipuRequest> read) =>
        RepeatKey.Of(context.Request, read.Fingerprint)
        ?? (read.Value.RequestId is { Length: > 0 } name && context.Caller().Token is null
            ? RepeatKey.OfName(name, read.Fingerprint)
            : null);

    private (GenerationRequest Request, ModelInfo Model) Of(ApiCaller caller, ZhipuRequest asked, string? image)
    {
        var model = submission.NamedModelFor(
            caller, image is null ? ModelTask.TextToVideo : ModelTask.ImageToVideo, asked.Model);
        var offered = catalog.ShapesOf(model);
        var (width, height) = ShapeNames.SizeOf(asked.Size, offered, "size");
        int factor = FactorOf(asked.Fps, offered.FramesPerSecond);
        return requests.Of(caller, new VideoRequest
        {
            Prompt = asked.Prompt,
            Model = model.Name,
            Image = image,
            Width = width,
            Height = height,
            Frames = ShapeNames.FramesOf(asked.Duration, offered, "duration"),
            Interpolate = factor > 1 ? factor : null,
            StepCache = asked.Quality == "speed" ? model.Preset.Scheduler.UsualStepCache() : null,
        });
    }

    private static void Check(ZhipuRequest asked)
    {
        if (asked.WithAudio == true)
            throw ApiException.Invalid("with_audio", "No model here makes sound: leave with_audio out, or send false.");
        if (asked.Quality is not (null or "speed" or "quality"))
            throw ApiException.Invalid("quality", "The field \"quality\" takes \"speed\" or \"quality\".");
        if (asked.RequestId is { Length: > MostLetters })
            throw ApiException.Invalid("request_id", string.Create(
                CultureInfo.InvariantCulture, $"The field \"request_id\" takes {MostLetters} characters at most."));
    }

    // Some models of Zhipu take the last picture, too; those here begin with one and end as they do.
    private static string? AddressIn(JsonNode? field) => field switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? address) => address,
        JsonArray { Count: 1 } list when list[0] is JsonValue value && value.TryGetValue(out string? address) => address,
        JsonArray { Count: > 1 } => throw ApiException.Invalid(
            "image_url", "A video begins with one picture here: send one, not the last one too."),
        _ => throw ApiException.Invalid("image_url", "The field \"image_url\" takes an address, as a text."),
    };

    private static int FactorOf(int? fps, double own)
    {
        if (fps is null)
            return 1;
        int factor = Factors.MinBy(factor => Math.Abs((factor * own) - fps.Value));
        return Math.Abs((factor * own) - fps.Value) <= RateTolerance * fps.Value
            ? factor
            : throw ApiException.Invalid(
                "fps", $"This model makes these frames per second: {ShapeNames.Listed(
                    Factors.Select(each => (each * own).ToString("0.##", CultureInfo.InvariantCulture)))}.");
    }

    private static IResult Show(HttpContext context, GenerationJob job, string root)
    {
        var status = job.Status;
        return ApiAnswer.Json(new ZhipuTask
        {
            Id = job.Id,
            RequestId = job.Tag?.RequestId ?? job.Id,
            Model = job.Model,
            Status = status.State switch
            {
                JobState.Finished => "SUCCESS",
                JobState.Failed or JobState.Cancelled => "FAIL",
                _ => "PROCESSING",
            },
            Result = status.State == JobState.Finished && job.Tag?.Files is { } files
                ? [new ZhipuResult(AddressOf(files, VideoFile), AddressOf(files, CoverFile))]
                : null,
            Error = ApiProblem.WhyNotMade(status) is { } why ? new ZhipuError("500", context.Sentences().Say(why)) : null,
        });

        string AddressOf(string files, string name) =>
            $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{root}{Files}/{files}/{name}";
    }

    private Task<IResult> SendAsync(HttpContext context, string id, string format) =>
        open.Find(id) is { } job
            ? VideoContent.SendAsync(context, job, format, isDownload: false)
            : throw ApiException.NotFound();
}
