using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using CogSpace.Pipeline;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Tests;
using CogSpace.Pipeline.Transformer;

namespace CogSpace.Benchmarks.StepCaching;

/// <summary>
/// What a step cache saves, in seconds of all cores together, and how far its videos are from those whose steps are all
/// computed. The settings alternate, so that noise hits all.
/// </summary>
internal static class CacheBenchmark
{
    private const int Steps = 50;

    private static readonly double[] Thresholds = [0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.6];
    private static readonly double[] QuickThresholds = [0.1, 0.3];

    private static readonly (string Prompt, uint Seed)[] Prompts =
    [
        ("a red circle moves from left to right on a white background", 42),
        ("a large blue square moves down on a yellow background", 31),
        ("a pink heart grows on a sky background", 11),
        ("a small green ring moves in a circle on a black background", 5),
        ("an orange star spins on a blue background", 7),
        ("a white triangle bounces on a sunset background", 23),
    ];

    public static void Run(BenchOptions asked)
    {
        string root = typeof(CacheBenchmark)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryRoot")
            .Value!;
        using var model = new LoadedParts(
            Path.Combine(root, "models", "cogspace-tiny"), new PipelineOptions { Device = "cpu" });
        var (prompts, thresholds) = asked.Quick ? (Prompts[..1], QuickThresholds) : (Prompts, Thresholds);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"cogspace-tiny, {model.Pipeline.Type}, {Steps} steps, guidance 6, {prompts.Length} prompts, " +
                $"{Environment.ProcessorCount} cores; PSNR and SSIM against the exact video"
            )
        );
        Console.WriteLine();
        Console.WriteLine(
            "| scheduler | step cache | steps computed in full | transformer, s | part of the exact | PSNR, dB: all " +
            "(worst) | SSIM: mean (worst) |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var scheduler in new[] { SchedulerKind.Dpm, SchedulerKind.Ddim })
            Compare(model, scheduler, prompts, thresholds);
    }

    private static void Compare(
        LoadedParts model, SchedulerKind scheduler, (string Prompt, uint Seed)[] prompts, double[] thresholds)
    {
        Make(model, scheduler, prompts[0], 0);      // warms up
        var exact = new List<CachedVideo>();
        var others = thresholds.ToDictionary(
            threshold => threshold, _ => new List<(CachedVideo Video, double Squares, double Similarity)>());
        foreach (var prompt in prompts)
        {
            var whole = Make(model, scheduler, prompt, 0);
            exact.Add(whole);
            foreach (double threshold in thresholds)
            {
                var video = Make(model, scheduler, prompt, threshold);
                others[threshold]
                    .Add(
                        (
                            video, Closeness.Squares(whole.Frames, video.Frames),
                            Closeness.Similarity(whole.Frames, video.Frames))
                    );
            }
        }

        double seconds = Median(exact.Select(video => video.Seconds));
        string name = scheduler == SchedulerKind.Dpm ? "DPM" : "DDIM";
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"| {name} | 0 | {Steps} | {seconds:0.00} | 100 % | exact | 1 |"));
        foreach (var (threshold, videos) in others)
        {
            double mine = Median(videos.Select(item => item.Video.Seconds));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {threshold} | {videos.Average(item => item.Video.Computed):0.0} | {mine:0.00} | " +
                    $"{100 * mine / seconds:0} % | {Decibels(videos.Average(item => item.Squares))} " +
                    $"({Decibels(videos.Max(item => item.Squares))}) | {videos.Average(item => item.Similarity):0.000} " +
                    $"({videos.Min(item => item.Similarity):0.000}) |"
                )
            );
        }
    }

    private static CachedVideo Make(
        LoadedParts model, SchedulerKind scheduler, (string Prompt, uint Seed) prompt, double threshold)
    {
        var request = new TextToVideo
        {
            Prompt = prompt.Prompt,
            Seed = prompt.Seed,
            Steps = Steps,
            Scheduler = scheduler,
            StepCache = threshold,
        };
        var plan = model.Model.Plan(request);
        using var noise = new NoiseSource(request.Seed);
        var way = model.Scheduler.For(request);
        using var run = way.Start(Steps);
        using var cache = StepCache.Of(threshold, run.Timesteps.Count);
        using var text = model.Prompts.Encode(request, guided: true, CancellationToken.None);
        using var start = Start.Of(
            plan, null, model.Autoencoder, model.Shape, way.Schedule, run.Timesteps[0], noise, new ProgressClock(null),
            CancellationToken.None);

        long before = Stopwatch.GetTimestamp();
        using var latents = model.Pipeline.Denoise(
            start, text, run, new Guidance(request.Guidance, plan.DynamicGuidance, Steps), noise, (_, _, _) => { },
            CancellationToken.None, cache);
        double seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
        return new CachedVideo(
            [.. model.Autoencoder.Decode(latents, tiled: false, new ProgressClock(null), CancellationToken.None)], seconds,
            Steps - (cache?.Skipped ?? 0));
    }

    private static string Decibels(double squares) =>
        squares == 0
            ? "exact"
            : (10 * Math.Log10(byte.MaxValue * byte.MaxValue / squares)).ToString("0.0", CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    private sealed record CachedVideo(IReadOnlyList<Frame> Frames, double Seconds, int Computed);
}
