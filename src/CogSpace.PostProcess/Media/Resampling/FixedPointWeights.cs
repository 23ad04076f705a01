namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>Which pixels of one axis make each pixel of the result, and how much each of them counts.</summary>
/// <remarks>
/// Source: Pillow src/libImaging/Resample.c, precompute_coeffs and normalize_coeffs_8bpc; the box is in float32 there too.
/// </remarks>
internal sealed class FixedPointWeights
{
    /// <summary>A weight of 1 is 2^22: a sum of 8-bit products then fits 32 bits with two to spare.</summary>
    public const int PrecisionBits = 22;

    private readonly int[] _weights;
    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int _stride;

    /// <param name="size">Pixels of the source on this axis.</param>
    /// <param name="from">Where the part that is taken begins, in pixels.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="resultSize">Pixels of the result on this axis.</param>
    /// <param name="kernel">Stretched when the result is smaller.</param>
    public FixedPointWeights(int size, float from, float to, int resultSize, Kernel kernel)
    {
        double scale = (double)(to - from) / resultSize;
        double stretch = Math.Max(scale, 1);
        double reach = kernel.Reach * stretch;
        _stride = ((int)Math.Ceiling(reach) * 2) + 1;
        (_weights, _first, _count) = (new int[resultSize * _stride], new int[resultSize], new int[resultSize]);

        double[] exact = new double[_stride];
        for (int i = 0; i < resultSize; i++)
        {
            double centre = from + ((i + 0.5) * scale);
            _first[i] = Math.Max((int)(centre - reach + 0.5), 0);
            _count[i] = Math.Min((int)(centre + reach + 0.5), size) - _first[i];
            double sum = 0;
            for (int k = 0; k < _count[i]; k++)
            {
                exact[k] = kernel.Weight((k + _first[i] - centre + 0.5) * (1 / stretch));
                sum += exact[k];
            }

            for (int k = 0; k < _count[i]; k++)
                _weights[(i * _stride) + k] = Round(sum == 0 ? exact[k] : exact[k] / sum);
        }
    }

    public int First(int i) => _first[i];

    public ReadOnlySpan<int> Of(int i) => _weights.AsSpan(i * _stride, _count[i]);

    // Half away from zero.
    private static int Round(double weight) => (int)((weight < 0 ? -0.5 : 0.5) + (weight * (1 << PrecisionBits)));
}
