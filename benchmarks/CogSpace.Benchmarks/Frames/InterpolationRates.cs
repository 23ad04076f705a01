using System.Diagnostics;
using System.Globalization;
using CogSpace.PostProcess.Interpolation;

namespace CogSpace.Benchmarks.Frames;

/// <summary>How many new frames the versions of RIFE draw in a second, in turns, frame by frame.</summary>
internal static class InterpolationRates
{
    private const int Rounds = 5;

    public static void Run(RandomNetworks networks)
    {
        var options = new NetworkOptions { Device = "cpu", CacheFolder = networks.CacheFolder };
        (string Name, IFrameFilter Filter, List<double> Seconds)[] versions =
        [
            .. new[] { ("RIFE HDv3", networks.Rife), ("RIFE 4.6", networks.Rife46), ("RIFE 4.25", networks.Rife425) }
                .Select(version => (
                    version.Item1,
                    new RifeInterpolator(version.Item2, 2, options).Open(MovingFrames.Info(Rounds + 2)),
                    new List<double>())),
        ];
        for (int i = 0; i < Rounds + 2; i++)
        {
            foreach (var (_, filter, seconds) in versions)
            {
                var frame = MovingFrames.At(i);
                var clock = Stopwatch.StartNew();
                int drawn = filter.Push(frame).Count;
                if (i > 1 && drawn > 0)       // nothing is drawn before the first, and the second time warms up
                    seconds.Add(clock.Elapsed.TotalSeconds);
            }
        }

        Console.WriteLine();
        Console.WriteLine("| interpolator | s a new frame, least | median | new frames a second, most | against HDv3 |");
        Console.WriteLine("|---|---|---|---|---|");
        double first = versions[0].Seconds.Min();
        foreach (var (name, filter, seconds) in versions)
        {
            double least = seconds.Min();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {least:0.00} | {seconds.Order().ElementAt(seconds.Count / 2):0.00} | {1 / least:0.0} | " +
                    $"{first / least:0.00}x |")
            );
            filter.Dispose();
        }
    }
}
