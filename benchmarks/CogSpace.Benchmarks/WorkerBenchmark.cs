using System.Diagnostics;
using System.Globalization;
using CogSpace.Generation;
using CogSpace.Generation.Workers;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace CogSpace.Benchmarks;

/// <summary>
/// A clip of the small model made in this process and in a worker's, in turns; and what the worker's start takes.
/// </summary>
internal static class WorkerBenchmark
{
    private const int Rounds = 15;
    private const int QuickRounds = 7;

    public static async Task RunAsync(BenchOptions options)
    {
        int rounds = options.Quick ? QuickRounds : Rounds;
        var generation = new GeneratorOptions
        {
            ModelsFolder = Path.Combine(Report.Root, "models"),
            Pipeline = new PipelineOptions
            {
                Device = "cpu",
                Type = ComputeType.F32,
                PreviewInterval = TimeSpan.FromSeconds(1),
            },
        };
        using var here = Generator.Create(generation);
        using var worker = new SupervisedWorker(
            generation, new WorkerOptions(), WorkerCommand.For(typeof(JobBoard).Assembly), TimeProvider.System,
            NullLogger<SupervisedWorker>.Instance);
        var model = here.Models.SmallestFor(ModelTask.TextToVideo);
        var plan = await here.PlanAsync(ClipBenchmark.Request, model);

        double start = await SecondsAsync(() => worker.StartAsync());
        double load = await SecondsAsync(() => worker.LoadAsync(model));
        var (inProcess, inWorker) = (new List<double>(), new List<double>());
        for (int round = 0; round <= rounds; round++)
        {
            foreach (var (maker, seconds) in (new (IVideoMaker, List<double>)[] { (here, inProcess), (worker, inWorker) }))
            {
                string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mp4");
                double clip = await SecondsAsync(
                    () => maker.GenerateAsync(plan, model, new GenerationOutput(path), new Ignored()));
                File.Delete(path);
                if (round > 0)    // the first warms up
                    seconds.Add(clip);
            }
        }

        Console.WriteLine($"{model.Name}, {plan.Request.Steps} steps, float32; of {rounds} in turns, seconds");
        Console.WriteLine();
        Console.WriteLine("| a clip | median | fastest |");
        Console.WriteLine("|---|---|---|");
        Console.WriteLine(Row("in the same process", inProcess));
        Console.WriteLine(Row("in a worker", inWorker));
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The worker takes {start:0.00} s to start and {load:0.00} s to load the model, once."));
    }

    private static string Row(string what, List<double> seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {seconds.Order().ElementAt(seconds.Count / 2):0.000} | {seconds.Min():0.000} |");

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private sealed class Ignored : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
        }
    }
}
