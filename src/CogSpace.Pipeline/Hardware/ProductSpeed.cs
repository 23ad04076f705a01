using System.Diagnostics;

namespace CogSpace.Pipeline.Hardware;

/// <summary>
/// Which number type this processor multiplies matrices in faster: measured once, because its name and its features do not
/// tell.
/// </summary>
internal static class ProductSpeed
{
    private const long Side = 768;
    private const int Rounds = 5;
    private const double Margin = 1.15;

    private static readonly Lazy<(double BFloat16, double Float32)> Seconds = new(Measure);

    /// <param name="recommended">
    /// Taken where the difference is small; float16, which no CPU is fast in, counts as float32.
    /// </param>
    public static ComputeType Faster(ComputeType recommended) =>
        Faster(recommended, Seconds.Value.BFloat16, Seconds.Value.Float32);

    /// <param name="recommended">Taken where the difference is small.</param>
    /// <param name="bfloat16">What a product takes in bfloat16, in seconds.</param>
    /// <param name="float32">And in float32.</param>
    internal static ComputeType Faster(ComputeType recommended, double bfloat16, double float32) =>
        float32 > Margin * bfloat16 ? ComputeType.BF16
        : bfloat16 > Margin * float32 ? ComputeType.F32
        : recommended == ComputeType.BF16 ? ComputeType.BF16 : ComputeType.F32;

    // The best of a few products of half a billion multiplications each, about 80 ms in all. The types take turns, so that
    // other work on the machine slows down both.
    private static (double BFloat16, double Float32) Measure()
    {
        Libtorch.Load();
        using var scope = NewDisposeScope();
        Tensor narrow = ones([Side, Side], dtype: ScalarType.BFloat16), wide = ones([Side, Side], dtype: ScalarType.Float32);
        double bfloat16 = double.PositiveInfinity, float32 = double.PositiveInfinity;
        Square(narrow);      // the first ones prepare
        Square(wide);
        for (int round = 0; round < Rounds; round++)
        {
            bfloat16 = Math.Min(bfloat16, Square(narrow));
            float32 = Math.Min(float32, Square(wide));
        }

        return (bfloat16, float32);
    }

    private static double Square(Tensor matrix)
    {
        long start = Stopwatch.GetTimestamp();
        using var product = nn.functional.linear(matrix, matrix);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
