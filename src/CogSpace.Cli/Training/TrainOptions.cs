using System.CommandLine;
using CogSpace.Generation.Training;
using CogSpace.Training;

namespace CogSpace.Cli.Training;

/// <summary>The options of cogspace train.</summary>
internal static class TrainOptions
{
    private const int UsualSteps = 1000, MostWarmup = 100;
    private const double UsualRateOfLora = 1e-4, UsualRateOfAll = 2e-5;

    private static readonly TrainingOptions Usual = new();
    private static readonly LoraOptions UsualLora = new();

    public static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The folder that gets the result, checkpoints and train.csv.", Required = true,
    };

    private static readonly Option<string> Data = new("--data", "-d")
    {
        Description =
            "The folder of clips: name.mp4 beside name.txt, or videos.txt beside prompts.txt, with a line for each clip.",
        Required = true,
    };

    private static readonly Option<string> Captions = new("--caption_column", "--captions")
    {
        Description = "The file of captions in the data folder.", DefaultValueFactory = _ => ClipList.UsualCaptions,
    };

    private static readonly Option<string> Videos = new("--video_column", "--videos")
    {
        Description = "The file in the data folder that names the clips.", DefaultValueFactory = _ => ClipList.UsualVideos,
    };

    private static readonly Option<string> Prefix = new("--id_token", "--prefix")
    {
        Description = "Words that stand before every caption, by which the new thing is called.", DefaultValueFactory = _ => "",
    };

    private static readonly Option<bool> Skip = new("--skip-bad-clips")
    {
        Description = "Leave out clips that cannot be read or are too short, instead of stopping.",
    };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on from the last checkpoint in the output folder: the result is the same to the last bit.",
    };

    private static readonly Option<int> Steps = Whole("--steps", "Steps of the optimizer.", UsualSteps);

    private static readonly Option<int> Batch = Whole("--batch-size", "Clips of a pass.", Usual.BatchSize);

    private static readonly Option<int> Accumulation = Whole("--accumulation", "Passes of a step.", Usual.Accumulation);

    private static readonly Option<int> SaveEvery = Whole("--save-every", "Steps between two checkpoints.", Usual.SaveEvery);

    private static readonly Option<int> Keep = Whole("--keep", "Checkpoints that are kept: the last ones.", Usual.Keep);

    private static readonly Option<double?> Rate = new Option<double?>("--learning-rate", "--lr")
    {
        Description = "The highest of the run. Default: 0.0001 for a LoRA, 0.00002 for all weights.",
    }.Strict();

    private static readonly Option<LearningRateSchedule> Schedule = new("--schedule")
    {
        Description = "How the learning rate goes on after the warm-up: constant, linear or cosine.",
    };

    private static readonly Option<int?> Warmup = new Option<int?>("--warmup")
    {
        Description = "Steps in which the learning rate grows from 0. Default: a tenth of the steps, 100 at most.",
    }.Strict();

    private static readonly Option<double?> Dropout = new Option<double?>("--prompt-dropout")
    {
        Description =
            "The part of the clips that are shown without their caption, 0 to 1. Default: 0 for a LoRA, 0.1 for all weights.",
    }.Strict();

    private static readonly Option<double> Clip = Fraction(
        "--max-grad-norm", "Longer gradients are shortened to this.", Usual.MaxGradientNorm);

    private static readonly Option<double> Decay = Fraction(
        "--weight-decay", "The part of the weights, times the learning rate, that a step takes away.", Usual.WeightDecay);

    private static readonly Option<bool> NoCheckpointing = new("--no-gradient-checkpointing")
    {
        Description = "Keep what every block computes for the way back: a fourth faster, and far more memory.",
    };

    private static readonly Option<string> Seed = new("--seed")
    {
        Description = "Decides the order of the clips and all random numbers.",
        HelpName = "seed",
        DefaultValueFactory = _ => "42",
    };

    private static readonly Option<string[]> Prompts = new("--validation_prompts", "--validation-prompts")
    {
        Description = "Prompts of which clips are made now and then, from the same noise, into validation/ and report.html.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Images = new("--validation_images", "--validation-images")
    {
        Description = "The pictures that these clips begin with, one for each prompt, for a model that takes pictures.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int?> Every = new Option<int?>("--validation_steps", "--validate-every")
    {
        Description = "Steps between two sets of validation clips. Default: as between checkpoints.",
    }.Strict();

    private static readonly Option<int?> Denoising = new Option<int?>("--validation-denoising-steps")
    {
        Description = "Denoising steps of validation clips. Default: the model's own number.",
    }.Strict();

    private static readonly Option<int?> Frames = new Option<int?>("--frames")
    {
        Description = "Frames of a clip. Default: the model's own number.",
    }.Strict();

    private static readonly Option<int?> Width = new Option<int?>("--width")
    {
        Description = "In pixels; clips are cropped. Default: the model's own.",
    }.Strict();

    private static readonly Option<int?> Height = new Option<int?>("--height")
    {
        Description = "In pixels; clips are cropped. Default: the model's own.",
    }.Strict();

    private static readonly Option<int> Rank = Whole("--rank", "Rows and columns of the LoRA's matrices.", UsualLora.Rank);

    private static readonly Option<double> Alpha = Fraction(
        "--alpha", "What the LoRA adds is multiplied by alpha / rank.", UsualLora.Alpha);

    private static readonly Option<string[]> Targets = new("--targets")
    {
        Description =
            $"Ends of the names of the layers that the LoRA changes. Default: {string.Join(' ', LoraOptions.UsualTargets)}.",
        AllowMultipleArgumentsPerToken = true,
    };

    public static IEnumerable<Option> OfEvery =>
    [
        Data, Output, Captions, Videos, Prefix, Skip, Resume, Steps, Batch, Accumulation, Rate, Schedule, Warmup, Dropout, Clip,
        Decay, NoCheckpointing, SaveEvery, Keep, Prompts, Images, Every, Denoising, Seed, Frames, Width, Height,
    ];

    public static IEnumerable<Option> OfLora => [Rank, Alpha, Targets];

    /// <exception cref="InvalidRequestException">The seed is not a number.</exception>
    public static TrainingRequest Read(ParseResult arguments, bool lora)
    {
        int steps = arguments.GetValue(Steps);
        return new TrainingRequest
        {
            Data = arguments.GetValue(Data)!,
            Output = arguments.GetValue(Output)!,
            Captions = arguments.GetValue(Captions)!,
            Videos = arguments.GetValue(Videos)!,
            Prefix = arguments.GetValue(Prefix)!.Trim() is { Length: > 0 } words ? $"{words} " : "",
            Validation = arguments.GetValue(Prompts) is { Length: > 0 } prompts
                ? new ValidationRequest
                {
                    Prompts = prompts,
                    Images = arguments.GetValue(Images)!,
                    Every = arguments.GetValue(Every) ?? arguments.GetValue(SaveEvery),
                    Steps = arguments.GetValue(Denoising),
                }
                : null,
            SkipsBadClips = arguments.GetValue(Skip),
            Resumes = arguments.GetValue(Resume),
            Frames = arguments.GetValue(Frames),
            Width = arguments.GetValue(Width),
            Height = arguments.GetValue(Height),
            Options = new TrainingOptions
            {
                Lora = lora
                    ? new LoraOptions
                    {
                        Rank = arguments.GetValue(Rank),
                        Alpha = arguments.GetValue(Alpha),
                        Targets = arguments.GetValue(Targets) is { Length: > 0 } targets ? targets : LoraOptions.UsualTargets,
                    }
                    : null,
                Steps = steps,
                BatchSize = arguments.GetValue(Batch),
                Accumulation = arguments.GetValue(Accumulation),
                LearningRate = arguments.GetValue(Rate) ?? (lora ? UsualRateOfLora : UsualRateOfAll),
                Schedule = arguments.GetValue(Schedule),
                WarmupSteps = arguments.GetValue(Warmup) ?? Math.Clamp(steps / 10, 0, MostWarmup),
                PromptDropout = arguments.GetValue(Dropout),
                MaxGradientNorm = arguments.GetValue(Clip),
                WeightDecay = arguments.GetValue(Decay),
                GradientCheckpointing = !arguments.GetValue(NoCheckpointing),
                SaveEvery = arguments.GetValue(SaveEvery),
                Keep = arguments.GetValue(Keep),
                Seed = Seeds.Parse(arguments.GetValue(Seed)!),
            },
        };
    }

    private static Option<int> Whole(string name, string description, int usual) =>
        new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual }.Strict();

    private static Option<double> Fraction(string name, string description, double usual) =>
        new Option<double>(name) { Description = description, DefaultValueFactory = _ => usual }.Strict();
}
