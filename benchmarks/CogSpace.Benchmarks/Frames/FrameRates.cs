using System.Diagnostics;
using System.Globalization;
using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Onnx;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.Benchmarks.Frames;

/// <summary>
/// How long the filters of PostProcess take for a frame, against the same networks computed by libtorch in the same process.
/// The two take turns, and have to come to the same frame.
/// </summary>
internal static class FrameRates
{
    private const int MostDifference = 2;       // of 255: both round

    private const int Rounds = 3;

    /// <param name="networks">The weights. A frame of the largest of them takes minutes: quick does without it.</param>
    /// <param name="asked">Whether it has to be quick.</param>
    public static void Run(RandomNetworks networks, BenchOptions asked)
    {
        var options = new NetworkOptions { Device = "cpu", CacheFolder = networks.CacheFolder };
        var tiles = new UpscalingOptions();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{MovingFrames.Width} x {MovingFrames.Height}, {Environment.ProcessorCount} cores; median of {Rounds} " +
                $"frames after one that does not count, of the largest network the first; seconds, processor time of " +
                $"all cores in brackets; load {Load()}"
            )
        );
        Console.WriteLine();
        Console.WriteLine(
            "| network | PostProcess | libtorch | speed against libtorch | by processor time | largest difference, of 255 |");
        Console.WriteLine("|---|---|---|---|---|---|");

        using (var weights = new TorchWeights(networks.Rife))
        {
            var filter = new RifeInterpolator(networks.Rife, 2, options);
            Compare(
                "RIFE HDv3, 90 channels, 2x", filter, framesEach: 2,
                i => TorchFilters.Middle(weights, MovingFrames.At(i), MovingFrames.At(i + 1)));
        }

        using (var weights = new TorchWeights(networks.Compact))
        {
            var filter = new RealEsrganUpscaler(networks.Compact, options, tiles);
            Compare(
                "SRVGGNetCompact x4, 32 layers of 64", filter, framesEach: 1,
                i => TorchFilters.Upscale(x => TorchNetworks.Compact(weights, x), MovingFrames.At(i), tiles));
        }

        if (!asked.Quick)
        {
            using var weights = new TorchWeights(networks.Rrdb);
            var filter = new RealEsrganUpscaler(networks.Rrdb, options, tiles);
            Compare(
                "RRDBNet x4, 23 blocks of 64", filter, framesEach: 1,
                i => TorchFilters.Upscale(x => TorchNetworks.Rrdb(weights, x), MovingFrames.At(i), tiles), onlyFirst: true);
        }

        Console.WriteLine();
        Console.WriteLine($"load at the end {Load()}");
    }

    private static void Compare(
        string name, IFrameStage stage, int framesEach, Func<int, Frame> torch, bool onlyFirst = false)
    {
        var (skipped, rounds) = onlyFirst ? (0, 1) : (1, Rounds);
        int count = skipped + rounds - 1 + framesEach;        // between frames there is one less
        using var filter = stage.Open(MovingFrames.Info(count));
        using var ours = MovingFrames.Clip(count).SelectMany(frame => filter.Push(frame)).GetEnumerator();
        var (oursTook, torchTook, difference) = (new List<Took>(), new List<Took>(), 0);
        for (int i = 0; i < skipped + rounds; i++)
        {
            var watch = Took.Start();
            for (int k = 0; k < framesEach; k++)
                ours.MoveNext();
            var one = watch.Stop();
            watch = Took.Start();
            var other = torch(i);
            var two = watch.Stop();
            difference = Math.Max(difference, Difference(ours.Current, other));
            if (i < skipped)
                continue;
            oursTook.Add(one);
            torchTook.Add(two);
        }

        double Median(IEnumerable<double> of) => of.Order().ElementAt(rounds / 2);
        double wallOurs = Median(oursTook.Select(took => took.Seconds)),
            wallTorch = Median(torchTook.Select(took => took.Seconds));
        double timeOurs = Median(oursTook.Select(took => took.Processor)),
            timeTorch = Median(torchTook.Select(took => took.Processor));
        string ratios =
            difference <= MostDifference
                ? string.Create(CultureInfo.InvariantCulture, $"{wallTorch / wallOurs:0.00}x | {timeTorch / timeOurs:0.00}x")
                : "another picture | -";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {wallOurs:0.00} ({timeOurs:0.00}) | {wallTorch:0.00} ({timeTorch:0.00}) | {ratios} | {difference} |")
        );
    }

    private static int Difference(Frame one, Frame other)
    {
        int most = 0;
        ReadOnlySpan<byte> a = one.Pixels.Span, b = other.Pixels.Span;
        for (int i = 0; i < a.Length; i++)
            most = Math.Max(most, Math.Abs(a[i] - b[i]));
        return most;
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private readonly record struct Took(double Seconds, double Processor)
    {
        public static Took Start() => new(Now, ProcessorNow);

        public Took Stop() => new(Now - Seconds, ProcessorNow - Processor);

        private static double Now => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

        private static double ProcessorNow => Environment.CpuUsage.TotalTime.TotalSeconds;
    }
}
