using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using CogSpace.Pipeline;
using CogSpace.Pipeline.Preview;
using CogSpace.PostProcess.Media;
using TorchSharp;
using static TorchSharp.torch;

namespace CogSpace.Benchmarks.Previews;

/// <summary>What a preview costs at the true sizes, and what fitting its projection costs with the small model.</summary>
internal static class PreviewBenchmark
{
    private const int Rounds = 200;

    public static void Run()
    {
        Console.WriteLine("| latents of | a picture, ms | as a PNG, ms | bytes |");
        Console.WriteLine("|---|---|---|---|");
        Time("49 frames of 720 x 480", 13, 60, 90);
        Time("81 frames of 1360 x 768", 22, 96, 170);
        TimeFitting();
    }

    // Noise compresses worse than any picture.
    private static void Time(string what, long frames, long height, long width)
    {
        using var scope = NewDisposeScope();
        const int channels = 16;
        var latents = randn([1, frames, channels, height, width], dtype: ScalarType.Float32);
        var projection = LatentProjection.Fit(
            randn([500, channels], dtype: ScalarType.Float64), randn([500, 3], dtype: ScalarType.Float64));
        var preview = new LatentPreview(projection, skip: 0, interval: TimeSpan.Zero);
        var frame = preview.Draw(latents)!;
        double picture = Median(() => preview.Draw(latents)),
            png = Median(() => PngEncoder.Encode(frame));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"| {what} | {picture:0.00} | {png:0.00} | {PngEncoder.Encode(frame).Length} |")
        );
    }

    private static void TimeFitting()
    {
        string root = typeof(PreviewBenchmark)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryRoot")
            .Value!;
        var model = ModelFolder.Open(Path.Combine(root, "models", "cogspace-tiny"));
        var config = model.ReadVaeConfig();
        using var vae = model.LoadVae(config, new Pipeline.Weights.WeightStorage(ScalarType.Float32, CPU));
        var fitting = new ProjectionFitting(vae, config, ScalarType.Float32, CPU);
        fitting.Fit(CancellationToken.None);
        var watch = Stopwatch.StartNew();
        fitting.Fit(CancellationToken.None);
        Console.WriteLine();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Fitting the projection of cogspace-tiny, once per model: {watch.Elapsed.TotalMilliseconds:0} ms")
        );
    }

    private static double Median(Action work)
    {
        var times = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            work();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times.Order().ElementAt(Rounds / 2);
    }
}
