using System.Globalization;
using CogSpace.Training;

namespace CogSpace.Generation.Training;

/// <summary>train.csv: a line for each step.</summary>
internal sealed class TrainingTable : IDisposable
{
    public const string FileName = "train.csv";

    private const string Head = "step,loss,smoothed_loss,gradient_norm,learning_rate,seconds";

    private readonly StreamWriter _writer;

    private TrainingTable(StreamWriter writer) => _writer = writer;

    /// <summary>Opens the table, and drops lines of steps that will be made again.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="steps">Steps that stay.</param>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public static TrainingTable Open(string folder, int steps)
    {
        string path = Path.Combine(folder, FileName);
        return Disk.Try($"Cannot write {path}", () =>
        {
            var kept = File.Exists(path)
                ? File.ReadLines(path).Skip(1).TakeWhile(line => StepOf(line) is { } step && step <= steps)
                : [];
            string[] lines = [Head, .. kept];
            AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
            return new TrainingTable(new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" });
        });
    }

    /// <param name="step">What it came to.</param>
    /// <param name="smoothed">The loss, smoothed.</param>
    /// <param name="seconds">Since the run began.</param>
    public void Add(TrainingProgress step, double smoothed, double seconds) =>
        Disk.Try($"Cannot write {FileName}", () => _writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Step},{step.Loss:g9},{smoothed:g9},{step.GradientNorm:g9},{step.LearningRate:g9},{seconds:0.000}")));

    public void Dispose() => _writer.Dispose();

    private static int? StepOf(string line) =>
        int.TryParse(line.Split(',')[0], CultureInfo.InvariantCulture, out int step) ? step : null;
}
