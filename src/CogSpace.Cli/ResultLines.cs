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
        var (recipe, request) = (result.Recipe, result.Recipe.Request);
        WriteNotes(result.Notes.Except(said));
        Console.Error.WriteLine($"{result.Video}: {PostProcessingText.Frames(recipe.Result)} ({Times(result.Seconds)})");
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"seed {request.Seed}, {request.Steps} steps, guidance " +
                $"{request.Guidance}{(request.DynamicGuidance == true ? " (dynamic)" : "")}, {recipe.Scheduler}, " +
                $"{recipe.Computed.Type} on {recipe.Computed.Device}"
            )
        );
        if (result.Memory is { } memory)
        {
            string atThePeak = recipe.Computed.Device == "cpu" && peak.Bytes is { } bytes
                ? $", {ByteSize.Format(bytes)} at the peak"
                : "";
            Console.Error.WriteLine(
                $"memory {MemoryOptions.NameOf(memory.Mode)}{(memory.Tiled ? ", tiles" : "")}, " +
                $"{ByteSize.Format(memory.Need)} expected{atThePeak}");
        }

        foreach (string use in PostProcessingText.Of(recipe.PostProcessing))
            Console.Error.WriteLine(use);
        foreach (var lora in recipe.Loras ?? [])
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"LoRA {lora.File}, scale {lora.Scale}"));
    }

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

    private static string Times(IReadOnlyDictionary<GenerationStage, double> seconds) =>
        string.Join(
            ", ",
            seconds.Select(stage =>
                string.Create(
                    CultureInfo.InvariantCulture, $"{StageNames.Of(stage.Key).ToLowerInvariant()} {stage.Value:0.0} s")
            )
        );
}
