using CogSpace.Web.Estimates;

namespace CogSpace.Web.Jobs;

/// <summary>
/// A run's progress as one number that never goes back, and the time that is left of the whole run, although some stages work in
/// turns.
/// </summary>
/// <param name="request">Decides which stages there will be.</param>
/// <param name="expected">Seconds that each of them will probably take; null: not known on this machine.</param>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class OverallProgress(
    GenerationRequest request, IReadOnlyDictionary<GenerationStage, double>? expected = null)
{
    private const double MostPace = 3;
    private const double Doubtful = 0.1;       // of a stage: its first frames are slow
    private const double Certain = 0.25;

    private readonly IReadOnlyDictionary<GenerationStage, double> _expected = expected ?? UsualShares.For(request);
    private readonly Dictionary<GenerationStage, GenerationProgress> _last = [];
    private readonly Dictionary<GenerationStage, double> _measured = [];       // seconds of a whole stage, as this run goes
    private GenerationProgress? _furthest;
    private GenerationPreview? _preview;

    /// <summary>0 to 100.</summary>
    public int Percent { get; private set; }

    /// <summary>Of the whole run; null while nothing can be said.</summary>
    public double? SecondsLeft
    {
        get
        {
            if (Pace is not { } pace)
                return null;
            return _expected.Sum(stage =>
                (1 - DoneOf(stage.Key))
                * TotalOf(stage.Key, stage.Key == Leading ? stage.Value : stage.Value * pace));
        }
    }

    private GenerationStage Leading => UsualShares.Longest([.. _expected.Keys]).MaxBy(stage => _expected[stage]);

    // How many times as long as expected this run takes, going by its longest stage: a machine that is busy is slow at all.
    private double? Pace
    {
        get
        {
            double usual = _expected.GetValueOrDefault(Leading);
            double? ratio = usual > 0 && _measured.TryGetValue(Leading, out double measured)
                ? measured / usual
                : null;
            if (expected is null)
                return ratio;
            return Math.Clamp(1 + (SureOf(Leading) * ((ratio ?? 1) - 1)), 1 / MostPace, MostPace);
        }
    }

    /// <returns>What is worth showing: of the stages that take turns the last one that has begun, and the last preview.</returns>
    public GenerationProgress Add(GenerationProgress progress)
    {
        _last[progress.Stage] = progress;
        _preview = progress.Preview ?? _preview;
        if (_furthest is null || progress.Stage >= _furthest.Stage)
            _furthest = progress;
        Measure(progress);
        double done = _expected.Sum(stage => stage.Value * DoneOf(stage.Key)) / _expected.Values.Sum();
        Percent = Math.Max(Percent, (int)Math.Round(100 * done, 6));
        return _furthest with { Preview = _preview, SecondsLeft = SecondsLeft };
    }

    // Decoding makes a few frames, these are upscaled, others are drawn between them, and then it goes on.
    private static bool TakesTurns(GenerationStage stage) =>
        stage is GenerationStage.Decoding or GenerationStage.Upscaling or GenerationStage.Interpolating;

    private double DoneOf(GenerationStage stage)
    {
        if (_furthest is { } furthest && furthest.Stage > stage && !(TakesTurns(stage) && TakesTurns(furthest.Stage)))
            return 1;       // a stage that has nothing to do says nothing
        return _last.TryGetValue(stage, out var last) ? DoneOf(last) : 0;
    }

    private static double DoneOf(GenerationProgress progress) =>
        Math.Clamp((double)progress.Step / Math.Max(progress.Of, 1), 0, 1);

    // The further a stage is, the more its own steps count. Where nothing was known before, they alone do, after the first ones.
    private double TotalOf(GenerationStage stage, double usual)
    {
        if (!_measured.TryGetValue(stage, out double measured))
            return usual;
        double sure = SureOf(stage);
        return (sure * measured) + ((1 - sure) * usual);
    }

    private double SureOf(GenerationStage stage) =>
        expected is not null ? Math.Cbrt(DoneOf(stage))
        : stage == Leading ? 1
        : Math.Clamp((DoneOf(stage) - Doubtful) / (Certain - Doubtful), 0, 1);

    private void Measure(GenerationProgress progress)
    {
        double done = DoneOf(progress);
        if (progress.SecondsLeft is not { } left || done is <= 0 or >= 1)
            return;
        double total = left / (1 - done);
        if (progress.Stage == GenerationStage.Decoding)
            total = Math.Max(0, total - (SecondsBesideDecoding() / done));
        _measured[progress.Stage] = total;
    }

    // The turns of the others, which decoding takes for its own time.
    private double SecondsBesideDecoding() =>
        _measured
            .Where(stage => TakesTurns(stage.Key) && stage.Key != GenerationStage.Decoding)
            .Sum(stage => stage.Value * DoneOf(stage.Key));
}
