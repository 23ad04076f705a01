using System.Diagnostics;
using System.Globalization;
using CogSpace.Pipeline.Vae;
using CogSpace.Pipeline.Weights;
using CogSpace.Weights;
using static TorchSharp.torch;

namespace CogSpace.Benchmarks.Networks;

/// <summary>The small model's decode in float32, against the same with every convolution as libtorch does it by itself.</summary>
internal static class PlainForm
{
    public const string Child = "decode-once";

    private const int LatentFrames = 13;        // 49 frames
    private const int Rounds = 3;

    public static void Run()
    {
        double[] ours = new double[Rounds], plain = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            ours[round] = SpeedProcess.Seconds(Child, "ours");
            plain[round] = SpeedProcess.Seconds(Child, "plain");
        }

        double Median(double[] seconds) => seconds.Order().ElementAt(Rounds / 2);
        Console.WriteLine("| decode of the small model, 49 x 64 x 96, float32 | seconds |");
        Console.WriteLine("|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| as it is | {Median(ours):0.00} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| every convolution as conv3d gives it | {Median(plain):0.00} ({Median(plain) / Median(ours):0.0}x) |"));
    }

    public static void RunOnce(string form)
    {
        AppContext.SetSwitch(SpeedProcess.Plain, form == "plain");
        string folder = Path.Combine(Report.Root, "models", "cogspace-tiny", "vae");
        var config = VaeConfig.Read(Path.Combine(folder, "config.json"));
        using var checkpoint = Checkpoint.Open(folder, "diffusion_pytorch_model");
        using var network = WeightLoader.Build(checkpoint, ScalarType.Float32, CPU, weights => new CogVideoXVae(weights, config));
        using var latents = randn(1, config.LatentChannels, LatentFrames, 8).unsqueeze(4).repeat(1, 1, 1, 1, 12);
        double seconds = 0;
        for (int round = 0; round < 2; round++)         // the first warms up
        {
            var clock = Stopwatch.StartNew();
            foreach (var chunk in network.Decode(latents))
                chunk.Dispose();
            seconds = clock.Elapsed.TotalSeconds;
        }

        Console.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));
    }
}
