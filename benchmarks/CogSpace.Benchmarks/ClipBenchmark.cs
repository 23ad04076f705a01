using System.Globalization;
using CogSpace.Generation;

namespace CogSpace.Benchmarks;

/// <summary>
/// Seconds for a whole clip of the small model, by number type, and where they go. The types alternate, so that noise hits
/// both.
/// </summary>
internal static class ClipBenchmark
{
    private const int Rounds = 5;
    private const int QuickRounds = 1;

    public static readonly TextToVideo Request = new()
    {
        Prompt = "a red circle moves from left to right on a white background",
        Seed = 42,
        Steps = 50,
    };

    public static async Task RunAsync(BenchOptions options)
    {
        int rounds = options.Quick ? QuickRounds : Rounds;
        string models = Path.Combine(Report.Root, "models");
        var model = new ModelCatalog(models).SmallestFor(ModelTask.TextToVideo);
        var types = new[] { ComputeType.BF16, ComputeType.F32 };
        var generators = types.ToDictionary(
            type => type,
            type => Generator.Create(new GeneratorOptions
            {
                ModelsFolder = models,
                Pipeline = new PipelineOptions { Device = "cpu", Type = type },
            }));
        var timings = types.ToDictionary(type => type, _ => new List<IReadOnlyDictionary<GenerationStage, double>>());

        for (int round = 0; round <= rounds; round++)
        {
            foreach (var type in types)
            {
                string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mp4");
                var plan = await generators[type].PlanAsync(Request, model);
                var result = await generators[type].GenerateAsync(plan, model, new GenerationOutput(path));
                File.Delete(path);
                if (round > 0)    // the first warms up
                    timings[type].Add(result.Seconds);
            }
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Name}, {Request.Steps} steps, {Environment.ProcessorCount} cores; median of {rounds}, seconds")
        );
        Console.WriteLine();
        Console.WriteLine("| type | clip | text | transformer | autoencoder and encoding |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var type in types)
        {
            double Median(Func<IReadOnlyDictionary<GenerationStage, double>, double> of) =>
                timings[type].Select(of).Order().ElementAt(rounds / 2);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {type} | {Median(t => t.Values.Sum()):0.00} | " +
                    $"{Median(t => t[GenerationStage.ReadingPrompt]):0.000} | " +
                    $"{Median(t => t[GenerationStage.Denoising]):0.00} | {Median(t => t[GenerationStage.Decoding]):0.00} |"
                )
            );
            generators[type].Dispose();
        }
    }
}
