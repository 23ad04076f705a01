using CogSpace.Web.Estimates;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using static CogSpace.GenerationStage;

namespace CogSpace.Web.Tests.Estimates;

/// <summary>
/// Five different videos, each made five times on two cores that others used, too: told from the first four rounds, and compared
/// with the last.
/// </summary>
public sealed class TimeLeftTests
{
    private const int Chunks = 13;
    private const double Pixels = 96 * 64;
    private const double Large = 16 * Pixels;
    private const string Model = "cogspace-tiny";

    // Seconds in each of five rounds.
    private static readonly Recording[] Recorded =
    [
        new(
            "50 steps",
            [new(Denoising, Model, 1389, 50), new(Decoding, Model, Pixels, 49), new(Writing, "file", Pixels, 49)],
            [10.462, 2.592, 2.298, 3.617, 3.301], [1.045, 0.543, 0.479, 0.584, 0.734],
            Total: [12.654, 3.325, 2.888, 4.335, 4.155]),
        new(
            "20 steps without guidance",
            [new(Denoising, Model, 695, 20), new(Decoding, Model, Pixels, 49), new(Writing, "file", Pixels, 49)],
            [0.702, 0.641, 0.634, 0.773, 0.675], [0.712, 0.473, 0.525, 0.515, 0.587],
            Total: [1.885, 1.264, 1.261, 1.503, 1.373]),
        new(
            "super-resolution",
            [new(Denoising, Model, 1389, 50), new(Decoding, Model, Pixels, 49), new(Writing, "file", Large, 49)],
            [5.447, 3.179, 2.639, 3.264, 3.331], [0.172, 0.154, 0.407, 0.384, 0.315],
            Total: [7.378, 4.328, 4.472, 4.933, 4.946])
        {
            Upscaling = (new(Upscaling, "realesr-tiny-x4", Large, 49), [1.386, 0.706, 0.928, 0.683, 1.008]),
        },
        new(
            "super-resolution and interpolation",
            [new(Denoising, Model, 1389, 50), new(Decoding, Model, Pixels, 49), new(Writing, "file", Large, 97)],
            [3.772, 1.764, 2.625, 3.908, 2.511], [0.350, 0.316, 0.563, 0.547, 0.522],
            Total: [9.470, 7.286, 9.137, 11.016, 9.284])
        {
            Upscaling = (new(Upscaling, "realesr-tiny-x4", Large, 49), [0.716, 0.727, 0.695, 0.909, 0.752]),
            Interpolating = (new(Interpolating, "flownet", Large, 48), [4.311, 4.178, 4.884, 5.342, 5.242]),
        },
        new(
            "25 frames, four times the frame rate",
            [new(Denoising, Model, 748, 30), new(Decoding, Model, Pixels, 25), new(Writing, "file", Pixels, 97)],
            [1.167, 1.364, 1.434, 2.298, 0.798], [0.109, 0.391, 0.182, 0.912, 0.112],
            Total: [2.220, 2.309, 2.696, 4.844, 1.580])
        {
            Interpolating = (new(Interpolating, "flownet", Pixels, 72), [0.607, 0.449, 0.809, 1.298, 0.557]),
        },
    ];

    [Fact]
    public void AtAQuarter_HalfAndThreeQuarters_ItIsWithin30PercentOfTheTruth()
    {
        var speeds = new StageSpeeds();
        for (int round = 0; round < Recorded[0].Total.Length - 1; round++)
        {
            foreach (var recording in Recorded)
                speeds.Learn(recording.Work, recording.SecondsOf(round), recording.Total[round]);
        }

        foreach (var recording in Recorded)
        {
            var told = Replay(recording, speeds);
            double total = recording.Total[^1];
            foreach (double part in new[] { 0.25, 0.5, 0.75 })
            {
                double now = part * total;
                double left = told.Last(each => each.At <= now) is var (at, seconds) ? at + seconds - now : 0;
                double truth = total - now;
                Assert.True(
                    Math.Abs(left - truth) <= 0.3 * truth,
                    $"{recording.Name}, at {part:0%}: {left:0.00} s instead of {truth:0.00} s");
            }
        }
    }

    // What the pipeline and the filters report while they make it, each by its own clock, and what becomes of it.
    private static List<(double At, double Seconds)> Replay(Recording recording, StageSpeeds speeds)
    {
        var seconds = recording.SecondsOf(recording.Total.Length - 1);
        var progress = new OverallProgress(Sample.Request(), speeds.Of(recording.Work));
        var told = new List<(double, double)> { (0, progress.SecondsLeft!.Value) };
        double now = 0;

        const int steps = 50;
        for (int step = 1; step <= steps; step++)
        {
            now += seconds[Denoising] / steps;
            Tell(Denoising, step, steps, seconds[Denoising] * (steps - step) / steps);
        }

        double begun = now;
        for (int chunk = 1; chunk <= Chunks; chunk++)
        {
            now += seconds[Decoding] / Chunks;
            Tell(Decoding, chunk, Chunks, (now - begun) / chunk * (Chunks - chunk));
            foreach (var filter in new[] { Upscaling, Interpolating }.Where(seconds.ContainsKey))
            {
                now += seconds[filter] / Chunks;
                Tell(filter, chunk, Chunks, seconds[filter] * (Chunks - chunk) / Chunks);
            }
        }

        Tell(Writing, 0, 1, null);
        return told;

        void Tell(GenerationStage stage, int step, int of, double? left)
        {
            progress.Add(new GenerationProgress(stage, step, of, left));
            told.Add((now, progress.SecondsLeft!.Value));
        }
    }

    private sealed record Recording(
        string Name, StageWork[] Made, double[] Denoised, double[] Decoded, double[] Total)
    {
        public (StageWork Work, double[] Seconds)? Upscaling { get; init; }

        public (StageWork Work, double[] Seconds)? Interpolating { get; init; }

        public IReadOnlyList<StageWork> Work =>
            [.. Made, .. new[] { Upscaling, Interpolating }.OfType<(StageWork Work, double[])>().Select(filter => filter.Work)];

        public Dictionary<GenerationStage, double> SecondsOf(int round)
        {
            var seconds = new Dictionary<GenerationStage, double>
            {
                [Denoising] = Denoised[round],
                [Decoding] = Decoded[round],
            };
            if (Upscaling is { } upscaling)
                seconds[GenerationStage.Upscaling] = upscaling.Seconds[round];
            if (Interpolating is { } interpolating)
                seconds[GenerationStage.Interpolating] = interpolating.Seconds[round];
            return seconds;
        }
    }
}
