using System.CommandLine;
using System.Globalization;
using CogSpace.Cli.PostProcess;
using CogSpace.Generation;

namespace CogSpace.Cli;

/// <summary>cogspace generate: a prompt, and perhaps an image or a video, becomes an MP4.</summary>
internal static class GenerateCommand
{
    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The video to write; its name ends in .mp4, .mkv, .webm, .gif or .webp.",
        DefaultValueFactory = _ => "out.mp4",
    };

    private static readonly Option<bool> Preset = new("--preset")
    {
        Description =
            "With --recipe: take the scheduler, guidance and steps that the model's makers recommend, not those of the " +
            "recipe. Without a recipe they are taken anyway.",
    };

    private static readonly Option<string?> DumpLatents = new("--dump-latents")
    {
        Description = "Also keep the latents before decoding, as safetensors.",
    };

    public static Command Create()
    {
        var command = new Command("generate", """
            Makes a video from a prompt, from an image and a prompt, or from a video and a prompt.

            Examples:
              cogspace generate --prompt "a red circle moves from left to right on a white background" --seed 42 --output circle.mp4
              cogspace generate --image heart.png --prompt "a pink heart moves from right to left on a sky background"
              cogspace generate --prompt "a blue ring moves up on a black background" --upscale --interpolate 2 --gif
              cogspace generate --recipe circle.mp4 --prompt "a green circle moves up on a white background"
              cogspace generate --video circle.mp4 --strength 0.6 --prompt "a green circle moves from left to right on a white background"
            """
        );
        foreach (
            var option in RequestOptions
                .All.Concat(PostProcessOptions.All)
                .Concat(ComputeOptions.All)
                .Concat(MemoryOptions.All)
                .Concat([Output, .. FormatOptions.All, Preset, RecipeOption.Option, DumpLatents])
        )
            command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancel) =>
        Failures.ExplainAsync(async () =>
        {
            (arguments, var recipe, var again) = await RecipeOption.ReadAsync(arguments, cancel);
            var request = RequestOptions.Read(arguments, again);
            var (model, options) = ComputeOptions.Read(
                arguments, request is ImageToVideo ? ModelTask.ImageToVideo : ModelTask.TextToVideo);
            if (again is null || arguments.GetValue(Preset))
                request = RequestOptions.WithDefaults(request, arguments, model.Preset);
            var output = new GenerationOutput(arguments.GetValue(Output)!, arguments.GetValue(DumpLatents));
            using var generator = Generator.Create(MemoryOptions.Read(arguments, options), PostProcessOptions.PostProcessor());

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {request.Seed}, model {model.Name}"));
            var plan = await generator.PlanAsync(request, model, cancel);
            ResultLines.WriteNotes(plan.Notes);
            var peak = PeakMemory.Start();
            await FormatOptions.FollowAsync(
                arguments,
                output.Video,
                async () =>
                {
                    var result = await StageBars.FollowAsync(progress =>
                        generator.GenerateAsync(plan, model, output, progress, cancel: cancel)
                    );
                    ResultLines.Write(result, peak, said: plan.Notes);
                    if (recipe?.SourceSha256 is { } source && source != result.Recipe.SourceSha256)
                        Console.Error.WriteLine(
                            "Note: this was made from another file than the video of the recipe, so it is another video.");
                },
                cancel
            );
        });
}
