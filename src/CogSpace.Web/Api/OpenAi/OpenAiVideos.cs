using System.Text.Json.Nodes;
using CogSpace.Generation;
using CogSpace.Web.Api.Outbound;
using CogSpace.Web.Api.V1;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Sharing;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Api.OpenAi;

/// <summary>OpenAI's interface for videos, over the same jobs: its clients need another address and key, no more.</summary>
/// <remarks>Source: OpenAI's API reference, Videos and Models, as its client for JavaScript 7 calls them.</remarks>
internal sealed class OpenAiVideos(
    ApiBody body, OpenAiShapes shapes, OpenAiViews views, VideoRequests requests, VideoSubmission submission, JobBoard board,
    ResultReuse reuse, ModelMenu models, ModelCatalog catalog, PictureFetcher pictures)
{
    /// <summary>Where it lies.</summary>
    public const string Root = "/v1";

    private const string VideoField = "video";
    private const string ReferenceField = "input_reference";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Root);
        api.MapPost("/videos", (HttpContext context, OpenAiVideos videos) => videos.CreateAsync(context));
        api.MapGet(
            "/videos",
            (HttpContext context, OpenAiVideos videos, string? limit, string? after, string? order) =>
                videos.List(context, limit, after, order));
        api.MapGet(
            "/videos/{id}", (string id, HttpContext context, OpenAiVideos videos) => videos.Show(context, context.Own(id)));
        api.MapDelete("/videos/{id}", (string id, HttpContext context, OpenAiVideos videos) => videos.Delete(context.Own(id)));
        api.MapMethods(
            "/videos/{id}/content", Reading,
            (string id, HttpContext context, string? variant) => SendAsync(context, context.Own(id), variant));
        api.MapPost(
            "/videos/{id}/remix",
            (string id, HttpContext context, OpenAiVideos videos) => videos.RemixAsync(context, context.Own(id)));
        api.MapPost("/videos/edits", (HttpContext context, OpenAiVideos videos) => videos.EditAsync(context));
        api.MapPost("/videos/extensions", (HttpContext context, OpenAiVideos videos) => videos.ExtendAsync(context));
        api.MapGet("/models", (HttpContext context, OpenAiVideos videos) => videos.ListModels(context.Caller()));
        api.MapGet(
            "/models/{name}",
            (string name, HttpContext context, OpenAiVideos videos) => videos.ShowModel(context.Caller(), name));
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var caller = context.Caller();
        var read = await body.ReadLargeAsync<OpenAiCreation>(context, context.RequestAborted);
        return await AcceptedAsync(context, read.Fingerprint, async tag =>
        {
            string? source = await SourceOfAsync(caller, read.Value.InputReference, context.RequestAborted);
            if (source is not null && board.SourceFileOf(caller.Owner, source, SourceKind.Video) is not null)
                return await RestyleAsync(context, read.Value.Prompt, source, read.Value.Model, tag);
            var (request, model) = shapes.Of(caller, read.Value, source);
            return await board.SubmitTaggedAsync(caller.Visitor, request, model.Name, tag, context.RequestAborted);
        });
    }

    private async Task<IResult> RemixAsync(HttpContext context, GenerationJob job)
    {
        var read = await body.ReadAsync<OpenAiRemix>(context, context.RequestAborted);
        job.RequireFinished();
        return await AcceptedAsync(
            context, read.Fingerprint,
            tag => RestyleAsync(context, read.Value.Prompt, job.Id, null, (tag ?? new JobTag()) with { MadeFrom = job.Id }));
    }

    private async Task<IResult> EditAsync(HttpContext context)
    {
        var read = await body.ReadAsync<OpenAiEdit>(context, context.RequestAborted);
        var (id, isFile) = OpenAiShapes.ReferenceOf(read.Value.Video, VideoField);
        if (!isFile)
            context.Own(id).RequireFinished();
        return await AcceptedAsync(
            context, read.Fingerprint,
            tag => RestyleAsync(
                context, read.Value.Prompt, id, null, isFile ? tag : (tag ?? new JobTag()) with { MadeFrom = id }));
    }

    private async Task<IResult> ExtendAsync(HttpContext context)
    {
        var read = await body.ReadAsync<OpenAiExtension>(context, context.RequestAborted);
        var (id, isFile) = OpenAiShapes.ReferenceOf(read.Value.Video, VideoField);
        if (isFile)
            throw ApiException.Invalid(VideoField, "Only videos that were made here can be extended, and this one was sent.");
        var job = context.Own(id).RequireFinished();
        string model = submission.ModelExtending(context.Caller(), job);
        int? frames = OpenAiShapes.FramesOf(read.Value.Seconds, catalog.ShapesOf(models.Find(model)));
        return await AcceptedAsync(
            context, read.Fingerprint,
            tag => reuse.ExtendAsync(
                context.Caller().Visitor, job, (tag ?? new JobTag()) with { MadeFrom = id },
                new Continuation(VideoRequests.PromptOf(read.Value.Prompt), frames), context.RequestAborted));
    }

    private async Task<GenerationJob> RestyleAsync(
        HttpContext context, string? prompt, string video, string? model, JobTag? tag)
    {
        var caller = context.Caller();
        string name = submission.NamedModelFor(caller, ModelTask.TextToVideo, model).Name;
        var (request, _) = requests.Of(caller, new VideoRequest { Prompt = prompt, Video = video, Model = name });
        request = await submission.WithSourceAsync(caller, request, context.RequestAborted);
        return await board.SubmitTaggedAsync(caller.Visitor, request, name, tag, context.RequestAborted);
    }

    private async Task<string?> SourceOfAsync(ApiCaller caller, JsonNode? reference, CancellationToken cancel)
    {
        switch (reference)
        {
            case null:
                return null;
            case JsonValue value when value.TryGetValue(out string? upload):
                return upload;
            case JsonObject { Count: 1 } named
                when named["image_url"] is JsonValue value && value.TryGetValue(out string? address):
                return (await pictures.FetchAsync(caller.Visitor, address, ReferenceField, cancel)).Id;
            default:
                throw ApiException.Invalid(
                    ReferenceField,
                    "The field \"input_reference\" takes a picture: as a file, or as an object with its image_url.");
        }
    }

    private async Task<IResult> AcceptedAsync(
        HttpContext context, string fingerprint, Func<JobTag?, Task<GenerationJob>> submit)
    {
        var caller = context.Caller();
        var (job, _) = await submission.SubmitOnceAsync(caller, RepeatKey.Of(context.Request, fingerprint), submit);
        caller.IntroduceTo(context.Response);
        return Show(context, job);
    }

    private IResult Show(HttpContext context, GenerationJob job) => Json(views.Of(context, job));

    private IResult List(HttpContext context, string? limit, string? after, string? order)
    {
        int most = PageSize.Of(limit);
        var jobs = board.Of(context.Caller().Owner).AsEnumerable();
        if (order == "asc")
            jobs = jobs.Reverse();
        else if (order is not (null or "desc"))
            throw ApiException.Invalid("order", "Lists are in the order asc or desc.");
        if (after is not null)
        {
            var last = context.Own(after);
            jobs = jobs.SkipWhile(job => job != last).Skip(1);
        }

        var page = jobs.Take(most + 1).ToList();
        var videos = page.Take(most).Select(job => views.Of(context, job)).ToList();
        return Json(new OpenAiList<OpenAiVideo>
        {
            Data = videos,
            FirstId = videos.FirstOrDefault()?.Id,
            LastId = videos.LastOrDefault()?.Id,
            HasMore = page.Count > most,
        });
    }

    // One that is not over is cancelled with it.
    private IResult Delete(GenerationJob job)
    {
        board.Delete(job.Owner, job.Id);
        return Json(new OpenAiDeletion(job.Id));
    }

    private static Task<IResult> SendAsync(HttpContext context, GenerationJob job, string? variant)
    {
        string format = variant switch
        {
            null or "video" => "mp4",
            "thumbnail" => "poster",
            _ => throw ApiException.Invalid("variant", "A video can be had in the variants video and thumbnail."),
        };
        return VideoContent.SendAsync(context, job.RequireFinished(), format, isDownload: false);
    }

    private IResult ListModels(ApiCaller caller) => Json(new OpenAiList<OpenAiModel>
    {
        Data = [.. models.Offered.Where(model => caller.MayUse(model.Name)).Select(Describe)],
    });

    private IResult ShowModel(ApiCaller caller, string name) =>
        models.Offered.FirstOrDefault(model => model.Name == name && caller.MayUse(name)) is { } model
            ? Json(Describe(model))
            : throw new ApiException(
                StatusCodes.Status404NotFound, "model_not_found", $"There is no model \"{PlainNumber.Shown(name)}\" here.");

    private static OpenAiModel Describe(ModelInfo model) =>
        new(model.Name, new DateTimeOffset(Directory.GetLastWriteTimeUtc(model.Folder)).ToUnixTimeSeconds());

    private static IResult Json<T>(T value) => Results.Json(value, ApiJson.WithNulls);
}
