using System.CommandLine;
using CogSpace.Cli.PostProcess;

namespace CogSpace.Cli;

/// <summary>The options of the command line that say what to make.</summary>
internal static class RequestOptions
{
    public static readonly Option<string> NegativePrompt = new("--negative-prompt")
    {
        Description = "What the video should not show.",
        DefaultValueFactory = _ => "",
    };

    public static readonly Option<int?> Width = new Option<int?>("--width")
    {
        Description = "In pixels. Default: the model's own.",
    }.Strict();

    public static readonly Option<int?> Height = new Option<int?>("--height")
    {
        Description = "In pixels. Default: the model's own.",
    }.Strict();

    private static readonly Option<string?> Prompt = new("--prompt", "-p")
    {
        Description = "What the video should show. Needed unless --prompts or --recipe says it.",
    };

    private static readonly Option<string?> Image = new("--image")
    {
        Description = "A picture that the video begins with: PNG, JPEG, WebP, BMP or GIF.",
    };

    private static readonly Option<string?> Video = new("--video")
    {
        Description = "A video that is restyled: MP4, MOV, WebM, MKV, AVI, GIF or animated WebP.",
    };

    private static readonly Option<double> Strength = new Option<double>("--strength")
    {
        Description = "How much of the video is forgotten: 0 nothing, 1 everything.",
        DefaultValueFactory = _ => 0.8,
    }.Strict();

    public static readonly Option<int?> Steps = new Option<int?>("--steps")
    {
        Description = "Denoising steps. Default: what the model's makers recommend, 50.",
    }.Strict();

    public static readonly Option<double?> Guidance = new Option<double?>("--guidance")
    {
        Description = "How strongly the prompt is followed. Default: what the model's makers recommend, 6.",
    }.Strict();

    public static readonly Option<bool?> DynamicGuidance = new("--dynamic-guidance")
    {
        Description = "Vary the guidance from step to step. Default: true where the scheduler is DPM.",
    };

    private static readonly Option<SchedulerKind?> Scheduler = new("--scheduler")
    {
        Description = "ddim or dpm. Default: what the model's makers recommend.",
        HelpName = "name",
    };

    public static readonly Option<TimestepSpacing?> Spacing = new("--spacing")
    {
        Description =
            "trailing, leading or linspace. Default: the scheduler's own; trailing where --scheduler names another one.",
        HelpName = "name",
    };

    private static readonly Option<int?> Frames = new Option<int?>("--frames")
    {
        Description =
            "Frames of the video, 4k + 1; of a video that is restyled, the most that are taken. Default: the model's own.",
    }.Strict();

    private static readonly Option<double> StepCache = new Option<double>("--step-cache")
    {
        Description =
            "Skip most of a step whose first layer does about what it did before: by how large a part it may differ, 0 " +
            "to 1. Faster, slightly different. Default: 0, every step is computed.",
        HelpName = "part",
    }.Strict();

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

    /// <returns>The prompt of the command line; null: none.</returns>
    public static string? PromptOf(ParseResult arguments) => arguments.GetValue(Prompt);

    /// <summary>Reads a request; <see cref="WithDefaults"/> fills in what depends on the model.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="recipe">What stands where no option says otherwise, with files that are here; null: the usual.</param>
    /// <param name="prompt">Of a list; null: what the command line or the recipe says.</param>
    /// <exception cref="InvalidRequestException">The options contradict each other, or a value is out of its range.</exception>
    public static GenerationRequest Read(ParseResult arguments, GenerationRequest? recipe = null, string? prompt = null)
    {
        var request = Start(arguments, recipe, prompt);
        var usual = recipe ?? request;
        return request with
        {
            NegativePrompt = arguments.Given(NegativePrompt, usual.NegativePrompt),
            Steps = arguments.GetValue(Steps) ?? usual.Steps,
            Guidance = arguments.GetValue(Guidance) ?? usual.Guidance,
            DynamicGuidance = arguments.GetValue(DynamicGuidance) ?? usual.DynamicGuidance,
            Scheduler = arguments.GetValue(Scheduler) ?? usual.Scheduler,
            Spacing = arguments.GetValue(Spacing) ?? usual.Spacing,
            StepCache = arguments.Given(StepCache, usual.StepCache),
            Frames = arguments.GetValue(Frames) ?? usual.Frames,
            Width = arguments.GetValue(Width) ?? usual.Width,
            Height = arguments.GetValue(Height) ?? usual.Height,
            Loras = LoraArgument.Read(arguments) ?? usual.Loras,
            PostProcessing = PostProcessOptions.Read(arguments, usual.PostProcessing),
        };
    }

    /// <summary>Takes scheduler, guidance and steps from the preset where no option names them.</summary>
    public static GenerationRequest WithDefaults(GenerationRequest request, ParseResult arguments, ModelPreset preset) =>
        request with
        {
            Steps = arguments.GetValue(Steps) ?? preset.Steps,
            Guidance = arguments.GetValue(Guidance) ?? preset.Guidance,
            DynamicGuidance = arguments.GetValue(DynamicGuidance),
            Scheduler = arguments.GetValue(Scheduler) ?? preset.Scheduler,
            Spacing = arguments.GetValue(Spacing),
        };

    private static GenerationRequest Start(ParseResult arguments, GenerationRequest? recipe, string? prompt)
    {
        prompt ??=
            arguments.GetValue(Prompt)
            ?? recipe?.Prompt
            ?? throw new InvalidRequestException(
                "Describe the video: give --prompt, --prompts, or --recipe with a video that was made here.");
        ulong seed = recipe is null || arguments.IsGiven(SeedOption.Option) ? SeedOption.Read(arguments) : recipe.Seed;
        var (image, video) = (arguments.GetValue(Image), arguments.GetValue(Video));
        if (image is not null && video is not null)
            throw new InvalidRequestException(
                "A video begins with an image or is restyled from a video: give --image or --video, not both.");
        if (video is null && arguments.IsGiven(Strength))
            throw new InvalidRequestException("--strength says how much of a video is forgotten: it goes with --video.");
        if (video is null && image is null && FitOptions.AreGiven(arguments))
            throw new InvalidRequestException(
                "--crop and --fit say how pictures are brought to size: they go with --image or --video.");

        var crop = recipe is SourceToVideo sourced && !FitOptions.AreGiven(arguments)
            ? sourced.Crop
            : FitOptions.Read(arguments);
        if (image is not null)
            return new ImageToVideo { Prompt = prompt, Seed = seed, Image = image, Crop = crop };
        if (video is null)
            return new TextToVideo { Prompt = prompt, Seed = seed };
        double strength = recipe is VideoToVideo restyled ? restyled.Strength : arguments.GetValue(Strength);
        return new VideoToVideo
        {
            Prompt = prompt,
            Seed = seed,
            Video = video,
            Crop = crop,
            Strength = arguments.Given(Strength, strength),
        };
    }
}
