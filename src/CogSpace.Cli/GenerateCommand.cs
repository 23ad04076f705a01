using System.CommandLine;
using System.Globalization;
using CogSpace.Generation;
using CogSpace.Generation.Hub;
using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;

namespace CogSpace.Cli;

/// <summary>cogspace generate: a prompt, and perhaps an image or a video, becomes an MP4.</summary>
internal static class GenerateCommand
{
    private static readonly Option<string> Output = new("--output", "-o") { Description = "The MP4 to write.", DefaultValueFactory = _ => "out.mp4" };

    private static readonly Option<string?> Model = new("--model", "-m") { Description = "A model's folder, its name in the models folder, or the id of one that was pulled. Default: the smallest that fits the task." };

    private static readonly Option<bool> Preset = new("--preset") { Description = "Take scheduler, guidance and steps, and on a GPU the number type, that the model's makers recommend, where no option says otherwise." };

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
            Makes a video from a prompt, from an image and a prompt, or from a video and a prompt.

            Examples:
              cogspace generate --prompt "a red circle moves from left to right on a white background" --seed 42 --output circle.mp4
              cogspace generate --image heart.png --prompt "a pink heart moves from right to left on a sky background"
              cogspace generate --video circle.mp4 --strength 0.6 --prompt "a green circle moves from left to right on a white background"
            """);
        foreach (var option in RequestOptions.All.Concat([Output, Model, Preset, Type, Device, DumpLatents]))
            command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult arguments, CancellationToken cancel) => Failures.ExplainAsync(async () =>
    {
        var request = RequestOptions.Read(arguments);
        var catalog = new ModelCatalog(ModelsFolder.Default, HubEnvironment.Read());
        var model = arguments.GetValue(Model) is { } name ? catalog.Find(name) : catalog.SmallestFor(request is ImageToVideo ? ModelTask.ImageToVideo : ModelTask.TextToVideo);
        var options = new PipelineOptions { Device = arguments.GetValue(Device)!, Type = arguments.GetValue(Type) };
        if (arguments.GetValue(Preset))
            (request, options) = (RequestOptions.Recommended(request, arguments, model.Preset), options.Recommended(model.Preset));

        var output = new GenerationOutput(arguments.GetValue(Output)!, arguments.GetValue(DumpLatents));
        using var models = new ModelHost(options);
        var reading = new ReadingOptions();
        var runner = new GenerationRunner(models, new ImageReader(reading), new VideoReader(reading), new VideoWriter(new EncodingOptions()));

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {request.Seed}, model {model.Name}"));
        Task<GenerationResult> Generate(IProgress<GenerationProgress> progress) => runner.RunAsync(request, model, output, progress, cancel: cancel);
        Report(await (Console.IsErrorRedirected ? Generate(new StageLines()) : StageBars.ShowAsync(Generate)));
    });

    private static void Report(GenerationResult result)
    {
        var recipe = result.Recipe;
        string seconds = string.Join(", ", result.Seconds.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{StageNames.Of(stage.Key).ToLowerInvariant()} {stage.Value:0.0} s")));
        foreach (string note in result.Notes)
            Console.Error.WriteLine($"Note: {note}");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Video}: {recipe.Frames} frames of {recipe.Width} x {recipe.Height} at {recipe.FramesPerSecond:0.##} per second ({seconds})"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {recipe.Seed}, {recipe.Steps} steps, guidance {recipe.Guidance}{(recipe.DynamicGuidance ? " (dynamic)" : "")}, {recipe.Scheduler}, {recipe.Type} on {recipe.Device}"));
    }
}
