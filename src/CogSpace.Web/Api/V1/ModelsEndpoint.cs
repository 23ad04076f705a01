using System.Text.Json.Serialization;
using CogSpace.Generation;
using CogSpace.Web.Api.Documents;
using CogSpace.Web.Estimates;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Uploads;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api.V1;

/// <summary>Tells what can be asked for here.</summary>
internal sealed class ModelsEndpoint(
    ModelMenu models, LoraMenu loras, PostProcessingMenu menu, ModelCatalog catalog, VideoSubmission submission,
    StageSpeeds speeds, IOptions<UploadOptions> uploads)
{
    private const int MostSteps = 1000;

    public static void Map(RouteGroupBuilder api) => api.MapGet(
        "/models", (HttpContext context, ModelsEndpoint models) => ApiAnswer.Json(models.For(context.Caller())))
        .Describe("listModels", "Server", "See what can be asked for here")
        .Produces<Offer>();

    private Offer For(ApiCaller caller) => new()
    {
        Models = [.. models.Offered.Where(model => caller.MayUse(model.Name)).Select(Describe).OfType<OfferedModel>()],
        Loras = loras.Offered,
        Upscalers = [.. menu.Upscalers.Select(upscaler => upscaler.Name)],
        Interpolators = menu.Interpolators,
        Limits = new OfferLimits
        {
            PromptCharacters = RequestCheck.MaxCharacters,
            Steps = MostSteps,
            ImageMegabytes = uploads.Value.ImageMegabytes,
            VideoMegabytes = uploads.Value.VideoMegabytes,
        },
    };

    // null: a file of it is damaged, which asking it for a video says.
    private OfferedModel? Describe(ModelInfo model)
    {
        try
        {
            var shapes = catalog.ShapesOf(model);
            var usual = new TextToVideo
            {
                Prompt = "",
                Seed = 0,
                Steps = submission.StepsOf(model),
                Guidance = model.Preset.Guidance,
            };
            var work = VideoWork.Of(usual, model, catalog.PlanFrames(model, source: null).Made, menu);
            return new OfferedModel
            {
                Name = model.Name,
                Task = model.Task,
                Variant = model.Preset.Variant,
                Bytes = model.Bytes,
                TokenLimit = model.TokenLimit,
                Sizes = [.. shapes.Sizes.Select(size => new OfferedSize(size.Width, size.Height))],
                Frames = shapes.Frames,
                Fps = shapes.FramesPerSecond,
                Steps = usual.Steps,
                Guidance = usual.Guidance,
                Scheduler = model.Preset.Scheduler,
                Seconds = speeds.Of(work) is { } stages ? Math.Round(stages.Values.Sum(), 1) : null,
            };
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }
}

/// <summary>What can be asked for here.</summary>
internal sealed record Offer
{
    /// <summary>The smallest first.</summary>
    public required IReadOnlyList<OfferedModel> Models { get; init; }

    /// <summary>For the field loras.</summary>
    public required IReadOnlyList<string> Loras { get; init; }

    /// <summary>For the field upscaler; the first is taken where none is named.</summary>
    public required IReadOnlyList<string> Upscalers { get; init; }

    /// <summary>For the field interpolator; empty: frames cannot be interpolated here.</summary>
    public required IReadOnlyList<string> Interpolators { get; init; }

    public required OfferLimits Limits { get; init; }
}

/// <summary>How much can be asked for.</summary>
internal sealed record OfferLimits
{
    /// <summary>Of a prompt.</summary>
    [JsonPropertyName("prompt_characters")]
    public required int PromptCharacters { get; init; }

    public required int Steps { get; init; }

    /// <summary>Of a picture's file, of 10^6 bytes.</summary>
    [JsonPropertyName("image_megabytes")]
    public required int ImageMegabytes { get; init; }

    /// <summary>Of a video's file, of 10^6 bytes.</summary>
    [JsonPropertyName("video_megabytes")]
    public required int VideoMegabytes { get; init; }
}

/// <summary>A model, and what it makes where nothing else is said.</summary>
internal sealed record OfferedModel
{
    public required string Name { get; init; }

    /// <summary>text_to_video also restyles videos; image_to_video begins with a picture.</summary>
    [JsonConverter(typeof(WordConverter<ModelTask>))]
    public required ModelTask Task { get; init; }

    /// <summary>The published model that it has the shape of.</summary>
    public required string Variant { get; init; }

    /// <summary>Of its files.</summary>
    public required long Bytes { get; init; }

    /// <summary>Tokens of a prompt that it reads.</summary>
    [JsonPropertyName("token_limit")]
    public required int TokenLimit { get; init; }

    /// <summary>Sizes that suit it, its own first.</summary>
    public required IReadOnlyList<OfferedSize> Sizes { get; init; }

    /// <summary>Numbers of frames that suit it, its own first.</summary>
    public required IReadOnlyList<int> Frames { get; init; }

    /// <summary>Frames per second.</summary>
    public required double Fps { get; init; }

    public required int Steps { get; init; }

    public required double Guidance { get; init; }

    [JsonConverter(typeof(WordConverter<SchedulerKind>))]
    public required SchedulerKind Scheduler { get; init; }

    /// <summary>How long its usual video takes here; nothing until that is known.</summary>
    public double? Seconds { get; init; }
}

/// <summary>In pixels.</summary>
internal sealed record OfferedSize(int Width, int Height);
