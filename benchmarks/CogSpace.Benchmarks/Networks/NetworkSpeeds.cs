using System.Globalization;
using CogSpace.Benchmarks.Peers;
using CogSpace.Generation;
using CogSpace.Pipeline;
using CogSpace.Verification.Speed;

namespace CogSpace.Benchmarks.Networks;

/// <summary>Each network at its published width with random weights: time, operations per second, and how that compares with one large matrix product of the same type in the same run.</summary>
internal static class NetworkSpeeds
{
    private const string PeerScript = "portable/gpu-check/peer.py";

    private sealed record Case(string Name, SpeedRequest Request);

    public static void Run(BenchOptions options)
    {
        string peer = options.Peer is null ? "" : " peer, s | peer / CogSpace | peer is |";
        Console.WriteLine($"| what | type | seconds | GFLOP/s | of the product's | memory at the peak |{peer}");
        Console.WriteLine($"|---|---|---|---|---|---|{(options.Peer is null ? "" : "---|---|---|")}");
        foreach (var type in new[] { ComputeType.BF16, ComputeType.F32 })
        {
            double? limit = null;
            foreach (var (name, request) in Cases(type, options.Quick))
            {
                var result = SpeedProcess.Start(request);
                var other = options.Peer is null || request.Work == SpeedWork.Text ? null : Peer.Run(options.Peer, PeerScript, Words(request));
                if (result is null)
                    continue;
                limit ??= result.Operations / result.Seconds[0] / 1e9;      // what it can do is what it did at its best
                string row = string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {result.Type} | {result.Median:0.00} | {result.Rate:0} | {result.Rate / limit:P0} | {(result.Peak is { } bytes ? Sizes.Of(bytes) : "unknown")} |");
                Console.WriteLine(options.Peer is null ? row : row + Compared(result, other));
            }
        }
    }

    // The first of them says what the machine can do.
    private static IEnumerable<Case> Cases(ComputeType type, bool quick)
    {
        int rounds = quick ? 1 : 3;
        bool narrow = type == ComputeType.BF16;
        var small = new SpeedRequest { Work = SpeedWork.Product, Type = type, Frames = 9, Width = 192, Height = 128, Rounds = rounds };
        yield return new Case("matrix product, 4096 x 4096", small with { Rounds = 9 });
        yield return new Case("text encoder, 2 of 24 blocks", small with { Work = SpeedWork.Text, Blocks = 2 });
        yield return new Case("step, 2B wide, 2 of 30 blocks, 9 x 128 x 192", small with { Work = SpeedWork.Step, Size = ModelSize.TwoB, Blocks = 2 });
        yield return new Case("step, 5B wide, 2 of 42 blocks, 9 x 128 x 192", small with { Work = SpeedWork.Step, Blocks = 2 });
        yield return new Case("decode, 9 x 64 x 96", small with { Work = SpeedWork.Decode, Width = 96, Height = 64 });
        if (quick)
            yield break;

        var large = small with { Width = 720, Height = 480, Rounds = 1, WarmUp = false };
        if (narrow)
            yield return new Case("step, 2B wide, all 30 blocks, 9 x 480 x 720", large with { Work = SpeedWork.Step, Size = ModelSize.TwoB });
        yield return new Case("step, 5B wide, 4 of 42 blocks, 9 x 480 x 720", large with { Work = SpeedWork.Step, Blocks = 4 });
        yield return new Case("decode, 9 x 480 x 720", large with { Work = SpeedWork.Decode });
    }

    private static IEnumerable<string> Words(SpeedRequest request) => FormattableString.Invariant(
        $"{request.Work.ToString().ToLowerInvariant()} --size {(request.Size == ModelSize.TwoB ? "2b" : "5b")} --frames {request.Frames} --width {request.Width} --height {request.Height} --rounds {request.Rounds} --dtype {(request.Type == ComputeType.F32 ? "float32" : "bfloat16")}")
        .Split(' ').Concat(request.Blocks is { } blocks ? ["--blocks", blocks.ToString(CultureInfo.InvariantCulture)] : []);

    private static string Compared(SpeedResult ours, System.Text.Json.Nodes.JsonObject? other)
    {
        if (other is null)
            return " | | |";
        double[] seconds = [.. other["seconds"]!.AsArray().Select(value => value!.GetValue<double>()).Order()];
        double median = seconds[seconds.Length / 2];
        return string.Create(CultureInfo.InvariantCulture, $" {median:0.00} | {median / ours.Median:0.00} | {other["peer"]} |");
    }
}
