using System.CommandLine;
using CogSpace.Pipeline;

namespace CogSpace.Cli;

/// <summary>The options of the command line that say what to make.</summary>
internal static class RequestOptions
{
    private static readonly Option<string?> Prompt = new("--prompt", "-p")
    {
        Description = "What the video should show. Needed unless --recipe says it.",
    };

    private static readonly Option<string> NegativePrompt = new("--negative-prompt")
    {
        Description = "What the video should not show.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string?> Image = new("--image")
    {
        Description = "A picture that the video begins with: PNG, JPEG, WebP, BMP or GIF.",
    };

    private static readonly Option<string?> Video = new("--video")
    {
        Description = "A video that is restyled: MP4, MOV, WebM or GIF.",
    };

    private static readonly Option<double> Strength = new("--strength")
    {
        Description = "How much of the video is forgotten: 0 nothing, 1 everything.",
        DefaultValueFactory = _ => 0.8,
    };

    private static readonly Option<int?> Steps = new("--steps")
    {
        Description = "Denoising steps. Default: what the model's makers recommend, 50.",
    };

    private static readonly Option<double?> Guidance = new("--guidance")
    {
        Description = "How strongly the prompt is followed. Default: what the model's makers recommend, 6.",
    };

    private static readonly Option<bool?> DynamicGuidance = new("--dynamic-guidance")
    {
        Description = "Vary the guidance from step to step. Default: true where the scheduler is DPM.",
    };

    private static readonly Option<SchedulerKind?> Scheduler = new("--scheduler")
    {
        Description = "ddim or dpm. Default: what the model's makers recommend.",
        HelpName = "name",
    };

    private static readonly Option<TimestepSpacing?> Spacing = new("--spacing")
    {
        Description =
            "trailing, leading or linspace. Default: the scheduler's own; trailing where --scheduler names another one.",
        HelpName = "name",
    };

    private static readonly Option<int?> Frames = new("--frames")
    {
        Description =
            "Frames of the video, 4k + 1; of a video that is restyled, the most that are taken. Default: the model's own.",
    };

    private static readonly Option<int?> Width = new("--width") { Description = "In pixels. Default: the model's own." };

    private static readonly Option<int?> Height = new("--height") { Description = "In pixels. Default: the model's own." };

    private static readonly Option<double> StepCache = new("--step-cache")
    {
        Description =
            "Skip most of a step whose first layer does about what it did before: by how large a part it may differ, 0 " +
            "to 1. Faster, slightly different. Default: 0, every step is computed.",
        HelpName = "part",
    };

    public static IEnumerable<Option> All =>
        [
            Prompt,
            NegativePrompt,
            Image,
            Video,
            Strength,
            .. FitOptions.All,
            SeedOption.Option,
            Steps,
            Guidance,
            DynamicGuidance,
            Scheduler,
            Spacing,
            StepCache,
            Frames,
            Width,
            Height,
            LoraArgument.Option,
        ];

    /// <summary>Reads a request; <see cref="WithDefaults"/> fills in what depends on the model.</summary>
    /// <exception cref="InvalidRequestException">The options contradict each other, or a value is out of its range.</exception>
    public static GenerationRequest Read(ParseResult arguments)
    {
        GenerationRequest request = Start(arguments);
        return request with
        {
            NegativePrompt = arguments.GetValue(NegativePrompt)!,
            DynamicGuidance = arguments.GetValue(DynamicGuidance),
            Spacing = arguments.GetValue(Spacing),
            StepCache = arguments.GetValue(StepCache),
            Frames = arguments.GetValue(Frames),
            Width = arguments.GetValue(Width),
            Height = arguments.GetValue(Height),
            Loras = LoraArgument.Read(arguments),
        };
    }

    /// <summary>Takes scheduler, guidance and steps from the preset where no option names them.</summary>
    public static GenerationRequest WithDefaults(GenerationRequest request, ParseResult arguments, ModelPreset preset) =>
        request with
        {
            Steps = arguments.GetValue(Steps) ?? preset.Steps,
            Guidance = arguments.GetValue(Guidance) ?? preset.Guidance,
            Scheduler = arguments.GetValue(Scheduler) ?? preset.Scheduler,
        };

    private static GenerationRequest Start(ParseResult arguments)
    {
        string prompt =
            arguments.GetValue(Prompt)
            ?? throw new InvalidRequestException(
                "Describe the video: give --prompt, or --recipe with a video that was made here.");
        uint seed = SeedOption.Read(arguments);
        var (image, video) = (arguments.GetValue(Image), arguments.GetValue(Video));
        if (image is not null && video is not null)
            throw new InvalidRequestException(
                "A video begins with an image or is restyled from a video: give --image or --video, not both.");
        if (video is null && arguments.GetResult(Strength) is { Implicit: false })
            throw new InvalidRequestException("--strength says how much of a video is forgotten: it goes with --video.");
        if (video is null && image is null && FitOptions.AreGiven(arguments))
            throw new InvalidRequestException(
                "--crop and --fit say how pictures are brought to size: they go with --image or --video.");

        if (image is not null)
            return new ImageToVideo { Prompt = prompt, Seed = seed, Image = image, Crop = FitOptions.Read(arguments) };
        return video is not null
            ? new VideoToVideo
            {
                Prompt = prompt,
                Seed = seed,
                Video = video,
                Crop = FitOptions.Read(arguments),
                Strength = arguments.GetValue(Strength),
            }
            : new TextToVideo { Prompt = prompt, Seed = seed };
    }
}
