namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>
/// Which pixels of one axis make each pixel of a window of the result, and how much each counts: by the area that they share.
/// </summary>
/// <remarks>
/// Source: OpenCV modules/imgproc/src/resize.cpp, computeResizeAreaTab and the INTER_AREA branch of the linear case.
/// </remarks>
internal sealed class AxisWeights
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    private AxisWeights(int count)
    {
        (_first, _weights) = (new int[count], new float[count][]);
    }

    public int Count => _first.Length;

    /// <summary>For a result that is not larger: each pixel is the mean of what it covers.</summary>
    /// <param name="size">Pixels of the source.</param>
    /// <param name="resultSize">Pixels of the whole result.</param>
    /// <param name="start">The first pixel of the result that is wanted.</param>
    /// <param name="count">Pixels of the result that are wanted.</param>
    public static AxisWeights Shrinking(int size, int resultSize, int start, int count)
    {
        const double Sliver = 1e-3; // less of a pixel does not count
        double scale = Scale(size, resultSize);
        var axis = new AxisWeights(count);
        for (int i = 0; i < count; i++)
        {
            double from = (start + i) * scale;
            double to = from + scale;
            int first = (int)Math.Floor(from);
            int end = Math.Min((int)Math.Ceiling(to), size);
            if (first + 1 - from < Sliver)
                first++;
            if (to - (end - 1) < Sliver)
                end--;

            axis._first[i] = first;
            axis._weights[i] =
            [
                .. Enumerable
                    .Range(first, end - first)
                    .Select(p => (float)((Math.Min(p + 1, to) - Math.Max(p, from)) / Math.Min(scale, size - from))),
            ];
        }

        return axis;
    }

    /// <summary>
    /// For a result that is larger in either direction: pixels keep their area, with a linear passage from one to the next.
    /// </summary>
    /// <inheritdoc cref="Shrinking"/>
    public static AxisWeights Enlarging(int size, int resultSize, int start, int count)
    {
        double scale = Scale(size, resultSize);
        double inverse = (double)resultSize / size;
        var axis = new AxisWeights(count);
        for (int i = 0; i < count; i++)
        {
            int near = (int)Math.Floor((start + i) * scale);
            float next = (float)(start + i + 1 - ((near + 1) * inverse));
            next = next <= 0 ? 0 : next - MathF.Floor(next);
            axis._first[i] = Math.Min(near, size - 1);
            axis._weights[i] = near < size - 1 ? [1 - next, next] : [1];
        }

        return axis;
    }

    // Not size / resultSize: where a border of the result falls on one of the source, the last bit decides which pixel is meant.
    private static double Scale(int size, int resultSize) => 1 / ((double)resultSize / size);

    public int First(int i) => _first[i];

    public ReadOnlySpan<float> Of(int i) => _weights[i];
}
