using System.Diagnostics;
using System.Globalization;
using CogSpace.Generation;
using CogSpace.Pipeline;
using CogSpace.Pipeline.Vae;
using CogSpace.Pipeline.Weights;
using CogSpace.PostProcess.Media;
using CogSpace.Verification.Speed;
using CogSpace.Weights;
using static TorchSharp.torch;

namespace CogSpace.Benchmarks.Networks;

/// <summary>The product against the same networks in the plainest form: every operator as libtorch does it by itself, attention as the formula is written, libtorch's own allocator and waiting threads.</summary>
/// <remarks>Each run is a process of its own; the forms take turns.</remarks>
internal static class PlainForm
{
    public const string Child = "form-once";

    private const string Switch = "TorchSharp.Plain";
    private const int LatentFrames = 13;        // 49 frames
    private const int Clips = 4;                // the best counts: the first two still wait for the compiler

    private sealed record Case(string Name, string Work, ComputeType Type);

    private static readonly Case[] Cases =
    [
        new("clip of the small model, 49 x 64 x 96, 50 steps", "clip", ComputeType.F32),
        new("clip of the small model, 49 x 64 x 96, 50 steps", "clip", ComputeType.BF16),
        new("... its decode alone", "decode", ComputeType.F32),
        new("... its decode alone", "decode", ComputeType.BF16),
        new("decode at the published width, 9 x 64 x 96", "wide", ComputeType.F32),
        new("decode at the published width, 9 x 64 x 96", "wide", ComputeType.BF16),
    ];

    public static void Run(BenchOptions options)
    {
        int rounds = options.Quick ? 1 : 3;
        Console.WriteLine("| what | type | CogSpace, s | plain, s | plain / CogSpace |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var what in Cases)
        {
            List<double> ours = [], plain = [];
            for (int round = 0; round < rounds; round++)
            {
                ours.Add(SpeedProcess.Seconds(Child, "ours", what.Work, $"{what.Type}"));
                plain.Add(SpeedProcess.Seconds(Child, "plain", what.Work, $"{what.Type}"));
            }

            double Median(List<double> seconds) => seconds.Order().ElementAt(rounds / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {what.Name} | {(what.Type == ComputeType.F32 ? "float32" : "bfloat16")} | {Median(ours):0.00} | {Median(plain):0.00} | {Median(plain) / Median(ours):0.0} |"));
        }
    }

    /// <summary>What the processes do: print the seconds of a run that comes after others, which warm up.</summary>
    public static async Task RunOnceAsync(string form, string work, ComputeType type)
    {
        AppContext.SetSwitch(Switch, form == "plain");
        double seconds = work switch
        {
            "clip" => await ClipAsync(type),
            "decode" => Decode(type),
            _ => SpeedRunner.Run(new SpeedRequest { Work = SpeedWork.Decode, Type = type, Frames = 9, Width = 96, Height = 64, Rounds = 1 }).Median,
        };
        Console.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<double> ClipAsync(ComputeType type)
    {
        var model = new ModelCatalog(Path.Combine(Report.Root, "models")).SmallestFor(ModelTask.TextToVideo);
        using var host = new ModelHost(new PipelineOptions { Device = "cpu", Type = type });
        var runner = new GenerationRunner(host, new ImageReader(new ReadingOptions()), new VideoReader(new ReadingOptions()), new VideoWriter(new EncodingOptions()));
        double seconds = double.MaxValue;
        for (int round = 0; round < Clips; round++)
        {
            string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mp4");
            var result = await runner.RunAsync(ClipBenchmark.Request, model, new GenerationOutput(path));
            File.Delete(path);
            seconds = Math.Min(seconds, result.Seconds.Values.Sum());
        }

        return seconds;
    }

    private static double Decode(ComputeType computed)
    {
        string folder = Path.Combine(Report.Root, "models", "cogspace-tiny", "vae");
        var config = VaeConfig.Read(Path.Combine(folder, "config.json"));
        var type = computed == ComputeType.F32 ? ScalarType.Float32 : ScalarType.BFloat16;
        using var checkpoint = Checkpoint.Open(folder, "diffusion_pytorch_model");
        using var network = WeightLoader.Build(checkpoint, type, CPU, weights => new CogVideoXVae(weights, config));
        using var scope = NewDisposeScope();
        var latents = randn(1, config.LatentChannels, LatentFrames, 8).unsqueeze(4).repeat(1, 1, 1, 1, 12).to(type);
        double seconds = 0;
        for (int round = 0; round < 2; round++)
        {
            var clock = Stopwatch.StartNew();
            foreach (var chunk in network.Decode(latents))
                chunk.Dispose();
            seconds = clock.Elapsed.TotalSeconds;
        }

        return seconds;
    }
}
