using System.Globalization;
using System.Text;
using CogSpace.Training;

namespace CogSpace.Generation.Training;

/// <summary>train.csv: a line for each step.</summary>
internal sealed class TrainingTable : IDisposable
{
    public const string FileName = "train.csv";

    private const string Head = "step,loss,smoothed_loss,gradient_norm,learning_rate,seconds";

    private readonly StreamWriter _writer;

    private TrainingTable(StreamWriter writer, IReadOnlyList<double> losses) => (_writer, Losses) = (writer, losses);

    /// <summary>Of the steps that were there already.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>Opens the table, and drops lines of steps that will be made again.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="steps">Steps that stay.</param>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public static TrainingTable Open(string folder, int steps)
    {
        string path = Path.Combine(folder, FileName);
        return Disk.Try($"Cannot write {path}", () =>
        {
            List<string> kept = File.Exists(path)
                ? [.. File.ReadLines(path).Skip(1).TakeWhile(line => Parse(line) is { Step: var step } && step <= steps)]
                : [];
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(kept.Prepend(Head).Select(line => $"{line}\n"))));
            var writer = new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" };
            return new TrainingTable(writer, [.. kept.Select(line => Parse(line)!.Value.Loss)]);
        });
    }

    /// <param name="step">What it came to.</param>
    /// <param name="smoothed">The loss, smoothed.</param>
    /// <param name="seconds">Since the run began.</param>
    public void Add(TrainingProgress step, double smoothed, double seconds) =>
        Disk.Try($"Cannot write {FileName}", () => _writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Step},{step.Loss:R},{smoothed:g9},{step.GradientNorm:g9},{step.LearningRate:g9},{seconds:0.000}")));

    public void Dispose() => _writer.Dispose();

    // Null: it is not a whole line.
    private static (int Step, double Loss)? Parse(string line) =>
        line.Split(',') is [var first, var second, _, _, _, _]
        && int.TryParse(first, CultureInfo.InvariantCulture, out int step)
        && double.TryParse(second, CultureInfo.InvariantCulture, out double loss)
            ? (step, loss)
            : null;
}
