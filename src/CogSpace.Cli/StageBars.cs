using Spectre.Console;

namespace CogSpace.Cli;

/// <summary>Progress for a terminal: a bar for each stage, with the time that is left.</summary>
internal sealed class StageBars(ProgressContext context) : IProgress<GenerationProgress>
{
    private readonly Dictionary<GenerationStage, ProgressTask> _bars = [];

    /// <summary>Runs some work while its progress is shown: bars on a terminal, a line for each stage elsewhere.</summary>
    public static Task<T> FollowAsync<T>(Func<IProgress<GenerationProgress>, Task<T>> work) =>
        Console.IsErrorRedirected ? work(new StageLines()) : ShowAsync(work);

    /// <summary>Runs some work while the bars are shown on standard error.</summary>
    public static Task<T> ShowAsync<T>(Func<IProgress<GenerationProgress>, Task<T>> work) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(context => work(new StageBars(context)));

    public void Report(GenerationProgress value)
    {
        if (!_bars.TryGetValue(value.Stage, out var bar))
        {
            if (value.Stage is not (GenerationStage.Upscaling or GenerationStage.Interpolating)) // these go on beside decoding
                FinishAll();
            bar = _bars[value.Stage] = context.AddTask(StageNames.Of(value.Stage), maxValue: value.Of);
            bar.IsIndeterminate = value.Of <= 1;
        }

        (bar.MaxValue, bar.Value) = (Math.Max(value.Of, 1), value.Step);
    }

    // A stage is over when the next one begins, whether or not it counted to its end.
    private void FinishAll()
    {
        foreach (var bar in _bars.Values)
            (bar.IsIndeterminate, bar.Value) = (false, bar.MaxValue);
    }
}
