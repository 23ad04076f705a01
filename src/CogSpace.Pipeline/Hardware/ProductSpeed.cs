using System.Diagnostics;

namespace CogSpace.Pipeline.Hardware;

/// <summary>Which number type this processor multiplies matrices in faster: measured once, because its name and its features do not tell.</summary>
internal static class ProductSpeed
{
    private const long Side = 768;
    private const int Rounds = 4;
    private const double Margin = 1.15;

    private static readonly Lazy<(double BFloat16, double Float32)> Seconds = new(() => (Measure(ScalarType.BFloat16), Measure(ScalarType.Float32)));

    /// <param name="recommended">Taken where the difference is small; float16, which no CPU is fast in, counts as float32.</param>
    public static ComputeType Faster(ComputeType recommended)
    {
        var (bfloat16, float32) = Seconds.Value;
        return float32 > Margin * bfloat16 ? ComputeType.BF16
            : bfloat16 > Margin * float32 ? ComputeType.F32
            : recommended == ComputeType.BF16 ? ComputeType.BF16 : ComputeType.F32;
    }

    // The best of a few products of half a billion multiplications each: about 50 ms for both types.
    private static double Measure(ScalarType type)
    {
        Libtorch.Load();
        using var scope = NewDisposeScope();
        var matrix = ones([Side, Side], dtype: type);
        double best = double.PositiveInfinity;
        for (int round = 0; round <= Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            using var product = nn.functional.linear(matrix, matrix);
            if (round > 0)      // the first one prepares
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
