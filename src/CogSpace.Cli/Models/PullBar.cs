using CogSpace.Generation.Hub;
using Spectre.Console;

namespace CogSpace.Cli.Models;

/// <summary>A pull on a terminal: one bar, with the rate and the time that is left.</summary>
internal sealed class PullBar(ProgressTask bar) : IProgress<PullProgress>
{
    /// <summary>Runs a pull while its bar is shown on standard error.</summary>
    public static Task<T> ShowAsync<T>(string model, Func<IProgress<PullProgress>, Task<T>> pull) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new SpinnerColumn())
            .StartAsync(context => pull(new PullBar(context.AddTask(Markup.Escape(model)))));

    public void Report(PullProgress value)
    {
        bar.MaxValue = Math.Max(1, value.Of);
        bar.Value = value.Bytes;
        bar.Description = Markup.Escape(value.Text);
    }
}
