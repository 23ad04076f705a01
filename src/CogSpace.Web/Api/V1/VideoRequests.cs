using System.Globalization;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api.V1;

/// <summary>From what a program asks for to a request as the queue takes it.</summary>
internal sealed class VideoRequests(VideoSubmission submission)
{
    private const double UsualStrength = 0.8;

    /// <param name="caller">Who asks.</param>
    /// <param name="asked">What for.</param>
    /// <returns>The request, with the ids that the caller gave, and the model.</returns>
    /// <exception cref="ApiException">Fields are missing or do not go together.</exception>
    /// <exception cref="CogSpaceException">The model is not to be had.</exception>
    public (GenerationRequest Request, ModelInfo Model) Of(ApiCaller caller, VideoRequest asked)
    {
        if (asked is { Image: not null, Video: not null })
            throw ApiException.Invalid("video", "A video is made from a picture or from a video: send one of them.");
        if (asked.Width is null != asked.Height is null)
            throw ApiException.Invalid(
                asked.Width is null ? "width" : "height", "Width and height go together: send both, or none.");
        string prompt = PromptOf(asked.Prompt);
        var model = submission.ModelFor(
            caller, asked.Image is null ? ModelTask.TextToVideo : ModelTask.ImageToVideo, asked.Model);
        ulong seed = SeedOf(asked.Seed);
        GenerationRequest request = asked switch
        {
            { Image: { } image } => new ImageToVideo { Prompt = prompt, Seed = seed, Image = image, Crop = CropOf(asked) },
            { Video: { } video } => new VideoToVideo
            {
                Prompt = prompt,
                Seed = seed,
                Video = video,
                Crop = CropOf(asked),
                Strength = asked.Strength ?? UsualStrength,
            },
            _ => new TextToVideo { Prompt = prompt, Seed = seed },
        };
        return (Fill(request, asked, model), model);
    }

    /// <summary>The same again as a program would ask for it; names of files become what the program knows.</summary>
    /// <param name="request">As the queue took it.</param>
    /// <param name="model">That makes it, by name; null: none does, and then there is only what is done to frames.</param>
    public static VideoRequest Back(GenerationRequest request, string? model)
    {
        var frames = new VideoRequest
        {
            Upscale = request.PostProcessing?.Upscale,
            Upscaler = request.PostProcessing?.Upscaler,
            Interpolate = request.PostProcessing?.Interpolate,
            Interpolator = request.PostProcessing?.Interpolator,
        };
        return model is null ? frames : frames with
        {
            Prompt = request.Prompt,
            NegativePrompt = request.NegativePrompt.Length > 0 ? request.NegativePrompt : null,
            Model = model,
            Strength = (request as VideoToVideo)?.Strength,
            Crop = (request as SourceToVideo)?.Crop is { } crop
                ? new CropRequest { X = crop.X, Y = crop.Y, Zoom = crop.Zoom }
                : null,
            Seed = SeedText(request.Seed),
            Steps = request.Steps,
            Guidance = request.Guidance,
            Scheduler = request.Scheduler,
            Frames = request.Frames,
            Width = request.Width,
            Height = request.Height,
            StepCache = request.StepCache > 0 ? request.StepCache : null,
            Loras = request.Loras is { } loras
                ? [.. loras.Select(lora => new LoraRequest { Name = lora.Path, Scale = lora.Scale })]
                : null,
        };
    }

    /// <exception cref="ApiException">There is nothing in it.</exception>
    public static string PromptOf(string? text) => text?.Trim() is { Length: > 0 } prompt
        ? prompt
        : throw ApiException.Invalid("prompt", "The prompt is empty: describe the video.");

    /// <summary>All digits of a seed.</summary>
    public static string SeedText(ulong seed) => seed.ToString(CultureInfo.InvariantCulture);

    private GenerationRequest Fill(GenerationRequest request, VideoRequest asked, ModelInfo model) => request with
    {
        NegativePrompt = asked.NegativePrompt?.Trim() ?? "",
        Steps = asked.Steps ?? submission.StepsOf(model),
        Guidance = asked.Guidance ?? model.Preset.Guidance,
        Scheduler = asked.Scheduler ?? model.Preset.Scheduler,
        Frames = asked.Frames,
        Width = asked.Width,
        Height = asked.Height,
        StepCache = asked.StepCache ?? 0,
        Loras = asked.Loras is { Count: > 0 } loras
            ? [.. loras.Select(lora => new LoraFile(lora.Name ?? "", lora.Scale ?? 1))]
            : null,
        PostProcessing = asked.Upscale is true || asked.Interpolate is not (null or 1)
            ? new PostProcessing(asked.Upscale is true, asked.Interpolate ?? 1, asked.Upscaler, asked.Interpolator)
            : null,
    };

    private static ulong SeedOf(string? text)
    {
        try
        {
            return text is null ? Seeds.Draw() : Seeds.Parse(text);
        }
        catch (InvalidRequestException e)
        {
            throw ApiException.Invalid("seed", e.Message);
        }
    }

    private static Crop CropOf(VideoRequest asked) => asked.Crop is { } crop
        ? new Crop(crop.X ?? Crop.Centred.X, crop.Y ?? Crop.Centred.Y, crop.Zoom ?? Crop.Centred.Zoom)
        : Crop.Centred;
}
