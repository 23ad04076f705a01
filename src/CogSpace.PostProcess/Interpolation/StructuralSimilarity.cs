using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>
/// How alike two pictures are: 1 the same, around 0 nothing in common. Colours are taken for a third direction in space.
/// </summary>
/// <remarks>
/// Source: CogVideo inference/gradio_composite_demo/rife/pytorch_msssim, ssim_matlab, after Wang et al. 2004, eq. 13. Computed in
/// float64: on flat pictures the reference's float32 is off by a thousandth.
/// </remarks>
internal static class StructuralSimilarity
{
    private const int WindowSize = 11, Margin = 5, Colours = 0, Rows = 1;
    private const double Deviation = 1.5;

    /// <param name="a">Of any size.</param>
    /// <param name="b">Of the same size.</param>
    public static double Of(Planes a, Planes b) => Mean(a, b, Colours, withLuminance: true);

    /// <summary>Eq. 13 without its first factor, luminance, and each colour for itself: a fade keeps it.</summary>
    /// <param name="a">Of any size.</param>
    /// <param name="b">Of the same size.</param>
    public static double StructureOf(Planes a, Planes b) => Mean(a, b, Rows, withLuminance: false);

    private static double Mean(Planes a, Planes b, int firstAxis, bool withLuminance)
    {
        double range = (a.Values.Max() > 128 ? 255 : 1) - (a.Values.Min() < -0.5 ? -1 : 0);
        double c1 = Math.Pow(0.01 * range, 2), c2 = Math.Pow(0.03 * range, 2);
        double[] window = Window(Math.Min(WindowSize, Math.Min(a.Height, a.Width)));
        double[] Blurred(IEnumerable<double> values) => Blur(a, values, window, firstAxis);

        double[] meanA = Blurred(a.Values.Select(v => (double)v)), meanB = Blurred(b.Values.Select(v => (double)v));
        double[] squareA = Blurred(a.Values.Select(v => (double)v * v)), squareB = Blurred(b.Values.Select(v => (double)v * v));
        double[] product = Blurred(a.Values.Zip(b.Values, (v, w) => (double)v * w));

        double sum = 0;
        for (int i = 0; i < meanA.Length; i++)
        {
            double means = meanA[i] * meanB[i], squares = (meanA[i] * meanA[i]) + (meanB[i] * meanB[i]);
            double covariance = product[i] - means, variances = squareA[i] + squareB[i] - squares;
            double structure = ((2 * covariance) + c2) / (variances + c2);
            sum += withLuminance ? ((2 * means) + c1) / (squares + c1) * structure : structure;
        }

        return sum / meanA.Length;
    }

    private static double[] Window(int size)
    {
        double[] weights =
        [
            .. Enumerable.Range(0, size).Select(i => Math.Exp(-Math.Pow(i - (size / 2), 2) / (2 * Deviation * Deviation))),
        ];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    // Along colours or not, then rows, then columns; the outermost values go on for as far as the window is usually wide.
    private static double[] Blur(Planes shape, IEnumerable<double> values, double[] window, int firstAxis)
    {
        int[] sizes = [Planes.Count, shape.Height, shape.Width];
        double[] result = [.. values];
        for (int axis = firstAxis; axis < sizes.Length; axis++)
        {
            result = Blur(result, sizes, axis, window);
            sizes[axis] = BlurredSize(sizes[axis], window);
        }

        return result;
    }

    private static int BlurredSize(int size, double[] window) => size + (2 * Margin) - window.Length + 1;

    private static double[] Blur(double[] values, int[] sizes, int axis, double[] window)
    {
        int size = sizes[axis], blurred = BlurredSize(size, window);
        int inner = sizes[(axis + 1)..].Aggregate(1, (product, next) => product * next), outer = values.Length / (size * inner);
        var result = new double[outer * blurred * inner];
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < blurred; i++)
            {
                var to = result.AsSpan(((o * blurred) + i) * inner, inner);
                for (int k = 0; k < window.Length; k++)
                {
                    var from = values.AsSpan(((o * size) + Math.Clamp(i + k - Margin, 0, size - 1)) * inner, inner);
                    for (int j = 0; j < inner; j++)
                        to[j] += window[k] * from[j];
                }
            }
        }

        return result;
    }
}
