using System.CommandLine;
using System.Globalization;
using CogSpace.Generation;
using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Cli;

/// <summary>cogspace generate: a prompt becomes an MP4.</summary>
internal static class GenerateCommand
{
    private static readonly Option<string> Prompt = new("--prompt", "-p") { Description = "What the video shall show.", Required = true };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "The MP4 to write.", DefaultValueFactory = _ => "out.mp4" };

    private static readonly Option<string> NegativePrompt = new("--negative-prompt") { Description = "What the video shall not show.", DefaultValueFactory = _ => "" };

    private static readonly Option<string?> Model = new("--model", "-m") { Description = "A model's folder, or its name in the models folder. Default: the smallest that fits the task." };

    private static readonly Option<long> Seed = new("--seed") { Description = "0 to 4294967295: the same seed makes the same video; -1 is random.", DefaultValueFactory = _ => -1 };

    private static readonly Option<int> Steps = new("--steps") { Description = "Denoising steps.", DefaultValueFactory = _ => 50 };

    private static readonly Option<double> Guidance = new("--guidance") { Description = "How strongly the prompt is followed.", DefaultValueFactory = _ => 6 };

    private static readonly Option<bool?> DynamicGuidance = new("--dynamic-guidance") { Description = "Vary the guidance from step to step. Default: true where the model's scheduler is DPM." };

    private static readonly Option<int?> Frames = new("--frames") { Description = "Frames of the video, 4k + 1. Default: the model's own." };

    private static readonly Option<int?> Width = new("--width") { Description = "In pixels. Default: the model's own." };

    private static readonly Option<int?> Height = new("--height") { Description = "In pixels. Default: the model's own." };

    private static readonly Option<ComputeType> Type = new("--dtype")
    {
        Description = "The number type to compute in: auto, float32, bfloat16 or float16 (GPU only).",
        HelpName = "type",
        CustomParser = result => TypeNames.Parse(result.Tokens[0].Value, result.AddError),
    };

    private static readonly Option<string> Device = new("--device") { Description = "auto, cpu, cuda or cuda:n.", DefaultValueFactory = _ => "auto" };

    private static readonly Option<string?> DumpLatents = new("--dump-latents") { Description = "Also keep the latents before decoding, as safetensors." };

    public static Command Create()
    {
        var command = new Command("generate", """
            Makes a video from a prompt.

            Example:
              cogspace generate --prompt "a red circle moves from left to right on a white background" --seed 42 --output circle.mp4
            """)
        {
            Prompt, Output, NegativePrompt, Model, Seed, Steps, Guidance, DynamicGuidance, Frames, Width, Height, Type, Device, DumpLatents,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        try
        {
            var request = Request(arguments);
            var catalog = new ModelCatalog(ModelsFolder.Default);
            var model = arguments.GetValue(Model) is { } name ? catalog.Find(name) : catalog.SmallestFor(ModelTask.TextToVideo);
            var output = new GenerationOutput(arguments.GetValue(Output)!, arguments.GetValue(DumpLatents));
            using var models = new ModelHost(new PipelineOptions { Device = arguments.GetValue(Device)!, Type = arguments.GetValue(Type) });
            var runner = new GenerationRunner(models, new VideoWriter(new EncodingOptions()));

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {request.Seed}, model {model.Name}"));
            Task<GenerationResult> Generate(IProgress<GenerationProgress> progress) => runner.RunAsync(request, model, output, progress, cancel: cancel);
            Report(await (Console.IsErrorRedirected ? Generate(new StageLines()) : StageBars.ShowAsync(Generate)));
            return ExitCode.Done;
        }
        catch (InvalidRequestException e)
        {
            return Fail(e.Message, ExitCode.Usage);
        }
        catch (CogSpaceException e)
        {
            return Fail(e.Message, ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return Fail("Interrupted; nothing was written.", ExitCode.Failed);
        }
    }

    private static int Fail(string sentence, int exitCode)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }

    private static void Report(GenerationResult result)
    {
        var recipe = result.Recipe;
        string seconds = string.Join(", ", result.Seconds.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{StageNames.Of(stage.Key).ToLowerInvariant()} {stage.Value:0.0} s")));
        foreach (string note in result.Notes)
            Console.Error.WriteLine($"Note: {note}");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Video}: {recipe.Frames} frames of {recipe.Width} x {recipe.Height} at {recipe.FramesPerSecond:0.##} per second ({seconds})"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {recipe.Seed}, {recipe.Steps} steps, guidance {recipe.Guidance}{(recipe.DynamicGuidance ? " (dynamic)" : "")}, {recipe.Scheduler}, {recipe.Type} on {recipe.Device}"));
    }

    private static TextToVideo Request(ParseResult arguments)
    {
        long seed = arguments.GetValue(Seed);
        if (seed is < -1 or > uint.MaxValue)
            throw new InvalidRequestException(string.Create(CultureInfo.InvariantCulture, $"{seed} is no seed: choose 0 to {uint.MaxValue}, or -1 for a random one."));
        return new TextToVideo
        {
            Prompt = arguments.GetValue(Prompt)!,
            NegativePrompt = arguments.GetValue(NegativePrompt)!,
            Seed = seed < 0 ? (uint)Random.Shared.NextInt64(uint.MaxValue + 1L) : (uint)seed,
            Steps = arguments.GetValue(Steps),
            Guidance = arguments.GetValue(Guidance),
            DynamicGuidance = arguments.GetValue(DynamicGuidance),
            Frames = arguments.GetValue(Frames),
            Width = arguments.GetValue(Width),
            Height = arguments.GetValue(Height),
        };
    }
}
