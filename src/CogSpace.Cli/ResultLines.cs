using System.Globalization;
using CogSpace.Generation;

namespace CogSpace.Cli;

/// <summary>What was made, in words.</summary>
internal static class ResultLines
{
    /// <param name="result">What was made.</param>
    /// <param name="peak">Of the program's memory.</param>
    /// <param name="said">Notes that were written before it was made.</param>
    public static void Write(GenerationResult result, PeakMemory peak, IEnumerable<string> said)
    {
        var recipe = result.Recipe;
        WriteNotes(result.Notes.Except(said));
        Console.Error.WriteLine($"{result.Video}: {PostProcessingText.Frames(recipe.Result)} ({Times(result.Seconds)})");
        WriteSettings(recipe);
        if (result.Memory is { } memory)
        {
            string atThePeak = recipe.Computed.Device == "cpu" && peak.Bytes is { } bytes
                ? $", {ByteSize.Format(bytes)} at the peak"
                : "";
            Console.Error.WriteLine(
                $"memory {MemoryOptions.NameOf(memory.Mode)}{(memory.Tiled ? ", tiles" : "")}, " +
                $"{ByteSize.Format(memory.Need)} expected{atThePeak}");
        }

        WriteChanges(recipe);
    }

    /// <param name="video">A file that was made elsewhere.</param>
    /// <param name="recipe">What it says of itself; null: nothing.</param>
    public static void Write(string video, Recipe? recipe)
    {
        if (recipe is null)
        {
            WriteFile(video);
            return;
        }

        Console.Error.WriteLine($"{video}: {PostProcessingText.Frames(recipe.Result)}");
        WriteSettings(recipe);
        WriteChanges(recipe);
    }

    /// <param name="path">A file that was written beside the video.</param>
    public static void WriteFile(string path) =>
        Console.Error.WriteLine($"{path}: {ByteSize.Format(new FileInfo(path).Length)}");

    /// <summary>The ratio goes to standard output, alone: it is what was asked for.</summary>
    public static void Write(AutoencoderResult result)
    {
        WriteNotes(result.Notes);
        Console.Error.WriteLine(
            $"{result.File}: {(result.Frames == 1 ? "1 frame" : $"{result.Frames} frames")} of {result.Width} x " +
            $"{result.Height}, {result.Type} on {result.Device} ({Times(result.Seconds)})"
        );
        if (result.Decibels is { } decibels)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PSNR {decibels:0.00} dB"));
    }

    public static void Write(PostProcessingResult result)
    {
        WriteNotes(result.Notes);
        Console.Error.WriteLine($"{result.Video}: {PostProcessingText.Frames(result.Info)} ({Times(result.Seconds)})");
    }

    public static void WriteNotes(IEnumerable<string> notes)
    {
        foreach (string note in notes)
            Console.Error.WriteLine($"Note: {note}");
    }

    private static void WriteSettings(Recipe recipe)
    {
        var request = recipe.Request;
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"seed {request.Seed}, {request.Steps} steps, guidance " +
                $"{request.Guidance}{(request.DynamicGuidance == true ? " (dynamic)" : "")}, {recipe.Scheduler}, " +
                $"{recipe.Computed.Type} on {recipe.Computed.Device}"
            )
        );
    }

    private static void WriteChanges(Recipe recipe)
    {
        foreach (string use in PostProcessingText.Of(recipe.PostProcessing))
            Console.Error.WriteLine(use);
        foreach (var lora in recipe.Loras ?? [])
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"LoRA {lora.File}, scale {lora.Scale}"));
    }

    private static string Times(IReadOnlyDictionary<GenerationStage, double> seconds) =>
        string.Join(
            ", ",
            seconds.Select(stage =>
                string.Create(
                    CultureInfo.InvariantCulture, $"{StageNames.Of(stage.Key).ToLowerInvariant()} {stage.Value:0.0} s")
            )
        );
}
