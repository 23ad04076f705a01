using System.Diagnostics;
using System.Globalization;
using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.Benchmarks.Frames;

/// <summary>
/// How much memory the filters of PostProcess take at their peak, over the length of the clip and the size of the tiles, and
/// what stays.
/// </summary>
/// <remarks>Each clip is a process of its own, so that its peak is its own.</remarks>
internal static class FrameMemory
{
    public const string Child = "frames-once";

    private static readonly int[] TileSizes = [128, new UpscalingOptions().Tile, 384, 720];
    private static readonly int[] QuickTileSizes = [128, new UpscalingOptions().Tile];

    public static void RunLengths(RandomNetworks networks, BenchOptions asked)
    {
        Console.WriteLine();
        Console.WriteLine("| network | peak of a short clip, MB | of a longer one, MB | kept at the end, MB |");
        Console.WriteLine("|---|---|---|---|");
        int tile = new UpscalingOptions().Tile;
        foreach (
            var (name, weights, few, many) in new[]
            {
                ("RIFE", networks.Rife, 3, 9),
                ("SRVGGNetCompact x4", networks.Compact, 3, 9),
                ("RRDBNet x4", networks.Rrdb, 1, 2),
            }.Where(item => !asked.Quick || item.Item2 != networks.Rrdb)
        )
        {
            Measured shorter = Start(weights, few, tile, networks),
                longer = Start(weights, many, tile, networks);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {shorter.Peak / 1e6:0} ({few} frames) | {longer.Peak / 1e6:0} ({many}) | {longer.Kept / 1e6:0} |"
                )
            );
        }
    }

    public static void RunTiles(RandomNetworks networks, BenchOptions asked)
    {
        Console.WriteLine("| network | tile | s a frame | processor time, s | peak, MB |");
        Console.WriteLine("|---|---|---|---|---|");
        (string Name, string Weights)[] upscalers = asked.Quick
            ? [("SRVGGNetCompact x4", networks.Compact)]
            : [("SRVGGNetCompact x4", networks.Compact), ("RRDBNet x4", networks.Rrdb)];
        foreach (var (name, weights) in upscalers)
        {
            foreach (int tile in asked.Quick ? QuickTileSizes : TileSizes)
            {
                var once = Start(weights, 1, tile, networks);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {name} | {tile} | {once.Seconds:0.0} | {once.Processor:0.0} | {once.Peak / 1e6:0} |")
                );
            }
        }
    }

    /// <summary>What the processes do: prints seconds, processor time and bytes at the peak and at the end.</summary>
    public static void RunOnce(string weights, int frames, int tile, string cacheFolder)
    {
        var options = new NetworkOptions { Device = "cpu", CacheFolder = cacheFolder };
        IFrameStage stage = NetworkDescription.Read(weights).Kind == NetworkKind.Interpolation
            ? new RifeInterpolator(weights, 2, options)
            : new RealEsrganUpscaler(weights, options, new UpscalingOptions { Tile = tile });
        long? before = LinuxMemory.Resident;
        var clock = Stopwatch.StartNew();
        double processor = Environment.CpuUsage.TotalTime.TotalSeconds;
        using (var filter = stage.Open(MovingFrames.Info(frames)))
        {
            foreach (var frame in MovingFrames.Clip(frames))
                filter.Push(frame);
            filter.Flush();
        }

        (double seconds, processor) = (clock.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds - processor);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds} {processor} {LinuxMemory.Peak - before} {LinuxMemory.Resident - before}")
        );
    }

    private static Measured Start(string weights, int frames, int tile, RandomNetworks networks)
    {
        using var process = OwnProcess.Start(Child, weights, $"{frames}", $"{tile}", networks.CacheFolder);
        double[] said =
        [
            .. process
                .StandardOutput.ReadToEnd()
                .Split(' ')
                .Select(number => double.Parse(number, CultureInfo.InvariantCulture)),
        ];
        process.WaitForExit();
        return new Measured(said[0], said[1], said[2], said[3]);
    }

    private sealed record Measured(double Seconds, double Processor, double Peak, double Kept);
}
