using System.Globalization;
using CogSpace.Generation;

namespace CogSpace.Cli.Inspect;

/// <summary>What a video is and what it says about how it was made.</summary>
internal static class VideoListing
{
    /// <exception cref="CogSpaceException">It cannot be read.</exception>
    public static async Task WriteAsync(string path, TextWriter output, CancellationToken cancel)
    {
        using var generator = CommandGenerator.WithoutModels();
        var info = await generator.ProbeVideoAsync(path, cancel);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {info.Frames} frames of {info.Width} x {info.Height} at {info.FramesPerSecond:0.##} per second")
        );
        if (await generator.ReadRecipeAsync(path, cancel) is not { } recipe)
        {
            await output.WriteLineAsync("It carries no recipe.");
            return;
        }

        foreach (var (name, value) in Lines(recipe).Where(line => line.Value is { Length: > 0 }))
            await output.WriteLineAsync($"{name,-16} {value}");
    }

    private static (string Name, string? Value)[] Lines(Recipe recipe)
    {
        var (request, made) = (recipe.Request, recipe.Made);
        string scheduler = request.Spacing is { } spacing
            ? $"{recipe.Scheduler}, {spacing.ToString().ToLowerInvariant()}"
            : recipe.Scheduler;
        return
        [
            ("made by", $"{recipe.Program} (AI-generated)"),
            ("task", Task(request)),
            ("prompt", request.Prompt),
            ("negative prompt", request.NegativePrompt),
            ("model", recipe.Model),
            ("seed", $"{request.Seed}"),
            ("steps", $"{request.Steps}"),
            ("guidance", $"{Text(request.Guidance)}{(request.DynamicGuidance == true ? ", dynamic" : "")}"),
            ("scheduler", scheduler),
            ("step cache", request.StepCache > 0 ? Text(request.StepCache) : null),
            ("type", $"{recipe.Computed.Type} on {recipe.Computed.Device}"),
            (
                "frames",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{made.Frames} of {made.Width} x {made.Height} at {made.FramesPerSecond:0.##} per second")
            ),
            ("source", recipe.SourceSha256),
            ("source was", string.Join(", ", SourceConversionText.Of(recipe.SourceConversion))),
            ("strength", request is VideoToVideo { Strength: var strength } ? Text(strength) : null),
            (
                "crop",
                request is SourceToVideo { Crop: { } crop } ? $"{Text(crop.X)},{Text(crop.Y)},{Text(crop.Zoom)}" : null
            ),
            ("post-processing", string.Join(", ", PostProcessingText.Of(recipe.PostProcessing))),
            ("result", recipe.PostProcessing is null ? null : PostProcessingText.Frames(recipe.Result)),
            (
                "LoRAs",
                string.Join(
                    ", ", (recipe.Loras ?? []).Select(lora => $"{lora.File}, scale {Text(lora.Scale)}, SHA-256 {lora.Sha256}"))
            ),
        ];
    }

    private static string Task(GenerationRequest request) => request switch
    {
        ImageToVideo => "image-to-video",
        VideoToVideo => "video-to-video",
        VideoInversion => "inversion",
        _ => "text-to-video",
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
