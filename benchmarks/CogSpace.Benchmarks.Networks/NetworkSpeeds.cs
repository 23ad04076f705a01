using System.Globalization;
using CogSpace.Pipeline;
using CogSpace.Pipeline.Hardware;

namespace CogSpace.Benchmarks.Networks;

/// <summary>Each network at its published width with random weights, beside one large matrix product of the same type.</summary>
public static class NetworkSpeeds
{
    private const string DeviceVariable = "COGSPACE_DEVICE";

    private sealed record Case(string Name, SpeedRequest Request);

    /// <param name="quick">Smaller shapes or fewer rounds.</param>
    /// <exception cref="InvalidRequestException">COGSPACE_DEVICE names a device that does not exist.</exception>
    public static void Run(bool quick)
    {
        string device = Environment.GetEnvironmentVariable(DeviceVariable) is { Length: > 0 } named ? named : "cpu";
        var place = ComputePlace.Choose(new PipelineOptions { Device = device });
        if (place.IsGpu)
        {
            string model = NvidiaSmi.Query("name", (int)place.Device.index) ?? "unknown model";
            Console.WriteLine($"On {place.DeviceName}: {model}.\n");
        }


        Console.WriteLine("| what | type | seconds | GFLOP/s | of the product's | memory at the peak |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var type in new[] { ComputeType.BF16, ComputeType.F32 })
        {
            double? limit = null;
            foreach (var (name, request) in place.IsGpu ? GpuCases(type, quick) : CpuCases(type, quick))
            {
                var result = SpeedProcess.Start(request with { Device = place.DeviceName });
                if (result is null)
                    continue;
                limit ??= result.Operations / result.Seconds[0] / 1e9;      // what it can do is what it did at its best
                string peak = result.Peak is { } bytes ? FormattableString.Invariant($"{bytes / 1e9:0.00} GB") : "unknown";
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {result.Type} | {result.Median:0.00} | {result.Rate:0} | {result.Rate / limit:P0} | {peak} |"));
            }
        }
    }

    // The first of them says what the machine can do.
    private static IEnumerable<Case> CpuCases(ComputeType type, bool quick)
    {
        var small = new SpeedRequest { Type = type, Frames = 9, Width = 192, Height = 128, Rounds = quick ? 1 : 3 };
        var step = small with { Work = SpeedWork.Step, Blocks = 2 };
        yield return new Case("matrix product, 4096 x 4096", small with { Rounds = 9 });
        yield return new Case("text encoder, 2 of 24 blocks", small with { Work = SpeedWork.Text, Blocks = 2 });
        yield return new Case("step, 2B wide, 2 of 30 blocks, 9 x 128 x 192", step with { Size = ModelSize.TwoB });
        yield return new Case("step, 5B wide, 2 of 42 blocks, 9 x 128 x 192", step);
        yield return new Case("decode, 9 x 64 x 96", small with { Work = SpeedWork.Decode, Width = 96, Height = 64 });
        if (quick)
            yield break;

        var large = small with { Work = SpeedWork.Step, Width = 720, Height = 480, Rounds = 1, WarmUp = false };
        if (type == ComputeType.BF16)
            yield return new Case("step, 2B wide, all 30 blocks, 9 x 480 x 720", large with { Size = ModelSize.TwoB });
        yield return new Case("step, 5B wide, 4 of 42 blocks, 9 x 480 x 720", large with { Blocks = 4 });
        yield return new Case("decode, 9 x 480 x 720", large with { Work = SpeedWork.Decode });
    }

    // What a whole video of the published models takes.
    private static IEnumerable<Case> GpuCases(ComputeType type, bool quick)
    {
        var published = new SpeedRequest { Type = type, Frames = 49, Width = 720, Height = 480, Rounds = quick ? 1 : 3 };
        yield return new Case("matrix product, 8192 x 8192", published with { Rounds = 9 });
        yield return new Case("text encoder", published with { Work = SpeedWork.Text });
        yield return new Case("step, 2B, 49 x 480 x 720", published with { Work = SpeedWork.Step, Size = ModelSize.TwoB });
        yield return new Case("step, 5B, 49 x 480 x 720", published with { Work = SpeedWork.Step });
        yield return new Case("decode, 49 x 480 x 720", published with { Work = SpeedWork.Decode });
    }
}
