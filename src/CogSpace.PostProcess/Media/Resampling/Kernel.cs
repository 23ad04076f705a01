namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>How much a pixel counts by its distance from the point that is computed.</summary>
/// <remarks>
/// Source: Pillow, Image.Resampling. When a picture shrinks the kernel is stretched, so that every pixel counts.
/// </remarks>
internal sealed class Kernel
{
    private Kernel(double reach, Func<double, double> weight)
    {
        (Reach, Weight) = (reach, weight);
    }

    /// <summary>Catmull-Rom: cubic convolution with a = -0.5 (Keys, 1981).</summary>
    public static Kernel Bicubic { get; } = new(2, Cubic);

    /// <summary>sinc(x) sinc(x / 3).</summary>
    public static Kernel Lanczos { get; } = new(3, x => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0);

    /// <summary>Beyond this distance, in pixels, nothing counts.</summary>
    public double Reach { get; }

    public Func<double, double> Weight { get; }

    // The order of operations is the reference's: the last bit decides how a weight is rounded.
    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x switch
        {
            < 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * A,
            _ => 0,
        };
    }

    private static double Sinc(double x)
    {
        if (x == 0)
            return 1;
        x *= Math.PI;
        return Math.Sin(x) / x;
    }
}
