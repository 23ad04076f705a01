using System.CommandLine;
using System.Globalization;
using CogSpace.Cli.PostProcess;
using CogSpace.Generation;

namespace CogSpace.Cli;

/// <summary>cogspace invert: a video is walked to noise and regenerated.</summary>
internal static class InvertCommand
{
    private static readonly Option<string> Video = new("--video")
    {
        Description = "The video: MP4, MOV, WebM, MKV, AVI, GIF or animated WebP.",
        Required = true,
    };

    private static readonly Option<string> Prompt = new("--prompt", "-p")
    {
        Description = "What the video should show when it is regenerated.",
        Required = true,
    };

    private static readonly Option<string?> OutputInverted = new("--output-inverted")
    {
        Description = "Also write what the video was walked to, decoded, as a video.",
    };

    private static readonly Option<string?> DumpLatents = new("--dump-latents")
    {
        Description = "Also keep the latents after every step of both walks, as safetensors.",
    };

    private static readonly Option<int?> Steps = new Option<int?>("--steps")
    {
        Description = "Steps to noise, and as many back. Default: what the model's makers recommend, 50.",
    }.Strict();

    private static readonly Option<double?> Guidance = new Option<double?>("--guidance")
    {
        Description =
            "How strongly the prompt is followed on the way back. Default: what the model's makers recommend, 6.",
    }.Strict();

    private static readonly Option<int> SkipStart = new Option<int>("--skip-start")
    {
        Description = "Frames at the start of the video that are not looked at.",
    }.Strict();

    private static readonly Option<int> SkipEnd = new Option<int>("--skip-end")
    {
        Description = "Frames at the end of the video that are not looked at.",
    }.Strict();

    private static readonly Option<int?> Stride = new Option<int?>("--stride")
    {
        Description = "Take every n-th frame. Default: what comes near the rate that the model was trained on.",
    }.Strict();

    private static readonly Option<int?> Frames = new Option<int?>("--frames")
    {
        Description = "Frames to take at most. Default: the model's own number.",
    }.Strict();

    public static Command Create()
    {
        var command = new Command("invert", """
            Walks a video to noise (DDIM inversion) and regenerates it from other noise, while it looks at that walk.

            Example:
              cogspace invert --video circle.mp4 --prompt "a green circle moves from left to right on a white background" --output green.mp4
            """
        );
        foreach (
            var option in new Option[]
            {
                Video,
                Prompt,
                RequestOptions.NegativePrompt,
                FormatOptions.Output,
                OutputInverted,
                DumpLatents,
                SeedOption.Option,
                Steps,
                Guidance,
                SkipStart,
                SkipEnd,
                Stride,
                Frames,
                RequestOptions.Width,
                RequestOptions.Height,
                LoraArgument.Option,
            }
                .Concat(FitOptions.All)
                .Concat(PostProcessOptions.All)
                .Concat(FormatOptions.All)
                .Concat(ComputeOptions.All)
                .Concat(MemoryOptions.All)
        )
            command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancel) =>
        Failures.ExplainAsync(async () =>
        {
            using var generator = CommandGenerator.WithModels(MemoryOptions.Read(arguments, ComputeOptions.ReadPlace(arguments)));
            var model = ComputeOptions.ReadModel(arguments, generator.Models);
            var request = Request(arguments, model.Preset);
            var output = new InversionOutput(
                arguments.GetValue(FormatOptions.Output)!, arguments.GetValue(OutputInverted), arguments.GetValue(DumpLatents));

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {request.Seed}, model {model.Name}"));
            var plan = await generator.PlanAsync(request, model, cancel);
            ResultLines.WriteNotes(plan.Notes);
            var peak = PeakMemory.Start();
            await FormatOptions.FollowAsync(
                arguments,
                generator,
                output.Video,
                async () =>
                    ResultLines.Write(
                        await StageBars.FollowAsync(progress => generator.InvertAsync(plan, model, output, progress, cancel)),
                        peak, said: plan.Notes),
                cancel
            );
        });

    private static VideoInversion Request(ParseResult arguments, ModelPreset preset) => new()
    {
        Video = arguments.GetValue(Video)!,
        Prompt = arguments.GetValue(Prompt)!,
        NegativePrompt = arguments.GetValue(RequestOptions.NegativePrompt)!,
        Seed = SeedOption.Read(arguments),
        Steps = arguments.GetValue(Steps) ?? preset.Steps,
        Guidance = arguments.GetValue(Guidance) ?? preset.Guidance,
        SkipStart = arguments.GetValue(SkipStart),
        SkipEnd = arguments.GetValue(SkipEnd),
        Stride = arguments.GetValue(Stride),
        Frames = arguments.GetValue(Frames),
        Width = arguments.GetValue(RequestOptions.Width),
        Height = arguments.GetValue(RequestOptions.Height),
        Crop = FitOptions.Read(arguments),
        Loras = LoraArgument.Read(arguments),
        PostProcessing = PostProcessOptions.Read(arguments),
    };
}
