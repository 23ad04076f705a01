using System.CommandLine;
using CogSpace.Cli.PostProcess;
using CogSpace.Cli.Provenance;
using CogSpace.Cli.Remote;
using CogSpace.Generation;

namespace CogSpace.Cli;

/// <summary>cogspace generate: a prompt, and perhaps an image or a video, becomes an MP4.</summary>
internal static class GenerateCommand
{
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
              cogspace generate --prompt "a red circle moves up on a white background" --seed 42 --output circle.mp4
              cogspace generate --image heart.png --prompt "a pink heart moves from right to left on a sky background"
              cogspace generate --prompt "a blue ring moves up on a black background" --upscale --interpolate 2 --gif
              cogspace generate --prompts ideas.txt --count 3 --seed 1 --output clips/idea.mp4
              cogspace generate --recipe circle.mp4 --prompt "a green circle moves up on a white background"
              cogspace generate --server http://gpu:7860 --prompt "a red circle moves up" --output circle.mp4
              cogspace generate --video circle.mp4 --strength 0.6 --prompt "a green circle moves up on a white background"
            """
        );
        foreach (
            var option in RequestOptions
                .All.Concat(PostProcessOptions.All)
                .Concat(ComputeOptions.All)
                .Concat(MemoryOptions.All)
                .Concat(SeriesOptions.All)
                .Concat([FormatOptions.Output, .. FormatOptions.All, ManifestOption.Option])
                .Concat([Preset, RecipeOption.Option, DumpLatents])
                .Concat(ServerOptions.All)
        )
            command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static IEnumerable<Option> OfThisMachine =>
        [
            .. ComputeOptions.OfPlace, .. MemoryOptions.All, RequestOptions.DynamicGuidance, RequestOptions.Spacing,
            ManifestOption.Option, Preset, DumpLatents,
        ];

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancel) =>
        Failures.ExplainAsync(async () =>
        {
            if (ServerOptions.Read(arguments, OfThisMachine) is { } server)
            {
                await new RemoteRun(server, arguments).MakeAsync(cancel);
                return;
            }

            (arguments, var recipe, var again) = await RecipeOption.ReadAsync(arguments, cancel);
            var series = await SeriesOptions.ReadAsync(arguments, RequestOptions.PromptOf(arguments), again?.Prompt, cancel);
            var request = RequestOptions.Read(arguments, again, series?.Prompts[0]);
            using var generator = CommandGenerator.WithModels(MemoryOptions.Read(arguments, ComputeOptions.ReadPlace(arguments)));
            var model = ComputeOptions.ReadModel(
                arguments, generator.Models, request is ImageToVideo ? ModelTask.ImageToVideo : ModelTask.TextToVideo);
            if (again is null || arguments.GetValue(Preset))
                request = RequestOptions.WithDefaults(request, arguments, model.Preset);
            var output = new GenerationOutput(arguments.GetValue(FormatOptions.Output)!, arguments.GetValue(DumpLatents));
            using var key = ManifestOption.OpenKey(arguments);
            var run = new GenerateRun(generator, model, arguments, recipe?.SourceSha256, key);
            if (series is null)
                await run.MakeAsync(await run.PlanAsync(request, cancel), output, cancel);
            else
                await run.MakeAsync(
                    series, request,
                    isSeedRandom: (again is null || arguments.IsGiven(SeedOption.Option)) && SeedOption.IsRandom(arguments),
                    output, cancel);
        });
}
