namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>
/// Brings pixels to a size by the area that old and new ones share; within one grey level of OpenCV's INTER_AREA.
/// </summary>
/// <remarks>
/// Source: OpenCV modules/imgproc/src/resize.cpp. Differs: the linear case is computed in float32, not in 11 bits.
/// </remarks>
internal static class AreaResampler
{
    /// <param name="source">The whole picture.</param>
    /// <param name="width">Of the resized picture, in pixels.</param>
    /// <param name="height">Of the resized picture, in pixels.</param>
    /// <param name="window">Which pixels of the resized picture are wanted; the others are not computed.</param>
    public static PixelGrid Resample(PixelGrid source, int width, int height, PixelWindow window)
    {
        bool shrinks = width <= source.Width && height <= source.Height;
        Func<int, int, int, int, AxisWeights> weigh = shrinks ? AxisWeights.Shrinking : AxisWeights.Enlarging;
        var across = weigh(source.Width, width, window.Left, window.Width);
        var down = weigh(source.Height, height, window.Top, window.Height);

        int rowBytes = window.Width * source.Channels;
        byte[] result = new byte[window.Height * rowBytes];
        Parallel.For(
            0,
            window.Height,
            () => (Sums: new float[rowBytes], Row: new float[source.Width * source.Channels]),
            (y, _, own) =>
            {
                Mix(source, down, y, own.Row);
                Mix(own.Row, across, source.Channels, own.Sums);
                for (int i = 0; i < rowBytes; i++)
                    result[(y * rowBytes) + i] = (byte)Math.Clamp(MathF.Round(own.Sums[i]), 0, byte.MaxValue); // half to even
                return own;
            },
            _ => { }
        );
        return new PixelGrid(window.Width, window.Height, source.Channels, result);
    }

    // Several rows to one of the same width.
    private static void Mix(PixelGrid source, AxisWeights down, int y, Span<float> row)
    {
        row.Clear();
        var weight = down.Of(y);
        for (int k = 0; k < weight.Length; k++)
        {
            var from = source.Row(down.First(y) + k);
            for (int i = 0; i < row.Length; i++)
                row[i] += from[i] * weight[k];
        }
    }

    // Several pixels of a row to one.
    private static void Mix(ReadOnlySpan<float> row, AxisWeights across, int channels, Span<float> sums)
    {
        for (int x = 0; x < across.Count; x++)
        {
            var weight = across.Of(x);
            for (int c = 0; c < channels; c++)
            {
                float sum = 0;
                for (int k = 0; k < weight.Length; k++)
                    sum += row[((across.First(x) + k) * channels) + c] * weight[k];
                sums[(x * channels) + c] = sum;
            }
        }
    }
}
