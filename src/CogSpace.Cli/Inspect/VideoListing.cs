using System.Globalization;
using CogSpace.Generation;
using CogSpace.PostProcess.Media;

namespace CogSpace.Cli.Inspect;

/// <summary>What a video is and what it says about how it was made.</summary>
internal static class VideoListing
{
    /// <exception cref="CogSpaceException">It cannot be read.</exception>
    public static async Task WriteAsync(string path, TextWriter output, CancellationToken cancel)
    {
        var reader = new VideoReader(new ReadingOptions());
        var info = await reader.ProbeAsync(path, cancel);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {info.Frames} frames of {info.Width} x {info.Height} at {info.FramesPerSecond:0.##} per second")
        );
        if (RecipeTags.Read(await reader.ReadTagsAsync(path, cancel)) is not { } recipe)
        {
            await output.WriteLineAsync("It carries no recipe.");
            return;
        }

        foreach (var (name, value) in Lines(recipe).Where(line => line.Value is { Length: > 0 }))
            await output.WriteLineAsync($"{name,-16} {value}");
    }

    private static (string Name, string? Value)[] Lines(Recipe recipe) =>
        [
            ("made by", $"{recipe.Program} (AI-generated)"),
            ("task", recipe.Task),
            ("prompt", recipe.Prompt),
            ("negative prompt", recipe.NegativePrompt),
            ("model", recipe.Model),
            ("seed", $"{recipe.Seed}"),
            ("steps", $"{recipe.Steps}"),
            (
                "guidance",
                string.Create(
                    CultureInfo.InvariantCulture, $"{recipe.Guidance}{(recipe.DynamicGuidance ? ", dynamic" : "")}")
            ),
            ("scheduler", recipe.Spacing is null ? recipe.Scheduler : $"{recipe.Scheduler}, {recipe.Spacing}"),
            ("step cache", recipe.StepCache?.ToString(CultureInfo.InvariantCulture)),
            ("type", $"{recipe.Type} on {recipe.Device}"),
            (
                "frames",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{recipe.Frames} of {recipe.Width} x {recipe.Height} at {recipe.FramesPerSecond:0.##} per second")
            ),
            ("source", recipe.SourceSha256),
            ("strength", recipe.Strength?.ToString(CultureInfo.InvariantCulture)),
            (
                "crop",
                recipe.Crop is { } crop
                    ? string.Create(CultureInfo.InvariantCulture, $"{crop.X},{crop.Y},{crop.Zoom}")
                    : null
            ),
            ("enhancement", recipe.Enhancement is null ? null : string.Join(", ", EnhancementText.Of(recipe.Enhancement))),
            ("result", recipe.Enhancement is null ? null : EnhancementText.Frames(recipe.Result)),
            (
                "LoRAs",
                recipe.Loras is { Count: > 0 } loras
                    ? string.Join(
                        ", ",
                        loras.Select(lora =>
                            string.Create(
                                CultureInfo.InvariantCulture, $"{lora.File}, scale {lora.Scale}, SHA-256 {lora.Sha256}")
                        )
                    )
                    : null
            ),
        ];
}
