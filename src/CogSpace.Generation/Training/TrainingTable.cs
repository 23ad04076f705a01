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

    private readonly LossCurve _curve = new();
    private readonly List<LossPoint> _points = [];

    private TrainingTable(StreamWriter writer, IEnumerable<(int Step, double Loss)> kept)
    {
        _writer = writer;
        foreach (var (step, loss) in kept)
            Note(step, loss);
    }

    /// <summary>The losses of all its lines.</summary>
    public IReadOnlyList<LossPoint> Points => _points;

    /// <summary>Opens the table, and drops lines of steps that will be made again.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="steps">Steps that stay.</param>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public static TrainingTable Open(string folder, int steps)
    {
        string path = Path.Combine(folder, FileName);
        return Disk.Try($"Cannot write {path}", () =>
        {
            List<(string Line, (int Step, double Loss) Point)> kept = File.Exists(path)
                ?
                [
                    .. File.ReadLines(path).Skip(1).Select(line => (Line: line, Point: Parse(line)))
                        .TakeWhile(each => each.Point is { Step: var step } && step <= steps)
                        .Select(each => (each.Line, each.Point!.Value)),
                ]
                : [];
            string lines = string.Concat(kept.Select(each => each.Line).Prepend(Head).Select(line => $"{line}\n"));
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(lines));
            var writer = new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" };
            return new TrainingTable(writer, kept.Select(each => each.Point));
        });
    }

    /// <param name="step">What it came to.</param>
    /// <param name="seconds">Since the run began.</param>
    public void Add(TrainingProgress step, double seconds)
    {
        double smoothed = Note(step.Step, step.Loss);
        Disk.Try($"Cannot write {FileName}", () => _writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Step},{step.Loss:R},{smoothed:g9},{step.GradientNorm:g9},{step.LearningRate:g9},{seconds:0.000}")));
    }

    public void Dispose() => _writer.Dispose();

    private double Note(int step, double loss)
    {
        _curve.Add(loss);
        _points.Add(new LossPoint(step, loss, _curve.Smoothed!.Value));
        return _points[^1].Smoothed;
    }

    // Null: it is not a whole line.
    private static (int Step, double Loss)? Parse(string line) =>
        line.Split(',') is [var first, var second, _, _, _, _]
        && int.TryParse(first, CultureInfo.InvariantCulture, out int step)
        && double.TryParse(second, CultureInfo.InvariantCulture, out double loss)
            ? (step, loss)
            : null;
}
