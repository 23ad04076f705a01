using System.Diagnostics;
using System.Globalization;
using CogSpace.Generation;

namespace CogSpace.Benchmarks;

/// <summary>From the start of the program to the end of the first denoising step of the small model.</summary>
internal static class StartUp
{
    public const string Child = "first-step";

    private const int Rounds = 5;

    public static void Run()
    {
        var seconds = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            using var process = OwnProcess.Start(Child);
            _ = process.StandardOutput.ReadLine();
            seconds.Add(clock.Elapsed.TotalSeconds);
            process.WaitForExit();
        }

        Console.WriteLine("| from the start to | seconds, median of 5 |");
        Console.WriteLine("|---|---|");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| the end of the first step, cogspace-tiny | {seconds.Order().ElementAt(Rounds / 2):0.00} |")
        );
    }

    /// <summary>What the process does: a line when the first step is done, then it ends.</summary>
    public static async Task RunOnceAsync()
    {
        using var generator = Generator.Create(new GeneratorOptions
        {
            ModelsFolder = Path.Combine(Report.Root, "models"),
            Pipeline = new PipelineOptions { Device = "cpu" },
        });
        var model = generator.Models.SmallestFor(ModelTask.TextToVideo);
        using var stop = new CancellationTokenSource();
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mp4");
        try
        {
            await generator.GenerateAsync(
                await generator.PlanAsync(new TextToVideo { Prompt = "a red circle", Seed = 1, Steps = 50 }, model),
                model,
                new GenerationOutput(path),
                new FirstStep(stop),
                cancel: stop.Token
            );
        }
        catch (OperationCanceledException)
        {
            // That was all.
        }
    }

    private sealed class FirstStep(CancellationTokenSource stop) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (stop.IsCancellationRequested || value is not { Stage: GenerationStage.Denoising, Step: > 0 })
                return;
            Console.WriteLine(value.Step);
            stop.Cancel();
        }
    }
}
