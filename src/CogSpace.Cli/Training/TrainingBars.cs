using CogSpace.Generation.Training;
using Spectre.Console;

namespace CogSpace.Cli.Training;

/// <summary>Progress of a training for a terminal: a bar for each stage, with the loss and the time that is left.</summary>
internal sealed class TrainingBars(ProgressContext context) : IProgress<TrainingStatus>
{
    private readonly Dictionary<TrainingStage, ProgressTask> _bars = [];

    /// <summary>Runs a training while its progress is shown: bars on a terminal, lines elsewhere.</summary>
    public static Task<T> FollowAsync<T>(Func<IProgress<TrainingStatus>, Task<T>> work) =>
        Console.IsErrorRedirected
            ? work(new TrainingLines())
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
                .Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                    new RemainingTimeColumn(), new SpinnerColumn())
                .StartAsync(context => work(new TrainingBars(context)));

    public void Report(TrainingStatus value)
    {
        if (!_bars.TryGetValue(value.Stage, out var bar))
        {
            foreach (var earlier in _bars.Values)
                (earlier.IsIndeterminate, earlier.Value) = (false, earlier.MaxValue);
            bar = _bars[value.Stage] = context.AddTask(TrainingLines.NameOf(value.Stage), maxValue: Math.Max(value.Of, 1));
            bar.IsIndeterminate = value.Stage == TrainingStage.Loading;
        }

        (bar.Value, bar.Description) = (value.Done, Markup.Escape(TrainingLines.Text(value)));
    }
}
