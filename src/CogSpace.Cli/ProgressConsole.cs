using System.Globalization;
using CogSpace.Generation;
using Spectre.Console;

namespace CogSpace.Cli;

/// <summary>Tells how far the work is: a bar that moves on a terminal, a line per stage elsewhere. All on standard error.</summary>
internal sealed class ProgressConsole : IProgress<GenerationProgress>, IDisposable
{
    private const int BarWidth = 30;

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly Lock _lock = new();
    private GenerationStage? _stage;
    private bool _lineOpen;

    private bool Moves => _console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected;

    public void Say(string text) => Write(() => _console.WriteLine(text));

    public void Notes(IReadOnlyList<string> notes)
    {
        foreach (string note in notes)
            Say($"Note: {note}");
    }

    public void Report(GenerationProgress value) => Write(
        () =>
        {
            if (Moves)
            {
                Console.Error.Write($"\r{Bar(value)}\e[K");
                _lineOpen = true;
            }
            else if (value.Stage != _stage)
            {
                _console.WriteLine(Name(value.Stage));
            }

            _stage = value.Stage;
        },
        closeLine: !Moves);

    public void Finished(GenerationResult result)
    {
        var recipe = result.Recipe;
        Say(string.Create(CultureInfo.InvariantCulture, $"{result.Video}: {recipe.Frames} frames of {recipe.Width} x {recipe.Height} at {recipe.FramesPerSecond:0.##} per second"));
        Say(string.Create(CultureInfo.InvariantCulture, $"seed {recipe.Seed}, {recipe.Steps} steps, guidance {recipe.Guidance}{(recipe.DynamicGuidance ? " (dynamic)" : "")}, {recipe.Scheduler}, {recipe.Type} on {recipe.Device}"));
        Say(string.Join(", ", result.Seconds.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{Name(stage.Key).ToLowerInvariant()} {stage.Value:0.0} s"))));
    }

    public int Fail(string sentence, int exitCode)
    {
        Say(sentence);
        return exitCode;
    }

    public void Dispose() => Write(() => { });

    private static string Bar(GenerationProgress value)
    {
        int done = value.Of == 0 ? 0 : BarWidth * value.Step / value.Of;
        string left = value.SecondsLeft is { } seconds ? string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(seconds)} s left") : "";
        return $"{Name(value.Stage),-19} {new string('#', done)}{new string('.', BarWidth - done)} {value.Step}/{value.Of}{left}";
    }

    private static string Name(GenerationStage stage) => stage switch
    {
        GenerationStage.Loading => "Loading the model",
        GenerationStage.ReadingPrompt => "Reading the prompt",
        GenerationStage.Denoising => "Denoising",
        _ => "Decoding",
    };

    private void Write(Action write, bool closeLine = true)
    {
        lock (_lock)
        {
            if (closeLine && _lineOpen)
            {
                Console.Error.WriteLine();
                _lineOpen = false;
            }

            write();
        }
    }
}
