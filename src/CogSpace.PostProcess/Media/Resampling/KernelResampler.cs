namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>
/// Brings pixels to a size with a smooth kernel, to the last bit as the reference does: across, rounded to bytes, then down.
/// </summary>
/// <remarks>Source: Pillow src/libImaging/Resample.c, ImagingResample for 8 bits a channel.</remarks>
internal static class KernelResampler
{
    private const int Half = 1 << (FixedPointWeights.PrecisionBits - 1);

    /// <param name="source">Four channels are colour and alpha: a colour counts by how opaque it is.</param>
    /// <param name="box">The part that is taken; null: all of it.</param>
    /// <param name="width">Of the result, in pixels.</param>
    /// <param name="height">Of the result, in pixels.</param>
    /// <param name="kernel">The smooth curve.</param>
    public static PixelGrid Resample(PixelGrid source, CropBox? box, int width, int height, Kernel kernel)
    {
        var part = box ?? new CropBox(0, 0, source.Width, source.Height);
        var (left, top) = ((float)part.Left, (float)part.Top);
        // A box of the whole picture may end a rounding error beyond it.
        var (right, bottom) = (
            Math.Min((float)(part.Left + part.Width), source.Width),
            Math.Min((float)(part.Top + part.Height), source.Height));

        bool across = width != source.Width || left != 0 || right != width;
        bool down = height != source.Height || top != 0 || bottom != height;
        if (!across && !down)
            return source;
        if (source.Channels == PremultipliedAlpha.Channels)
            return PremultipliedAlpha.Undo(Resample(PremultipliedAlpha.Apply(source)));
        return Resample(source);

        PixelGrid Resample(PixelGrid pixels)
        {
            if (across)
                pixels = Across(pixels, width, new FixedPointWeights(source.Width, left, right, width, kernel));
            return down ? Down(pixels, height, new FixedPointWeights(source.Height, top, bottom, height, kernel)) : pixels;
        }
    }

    private static PixelGrid Across(PixelGrid source, int width, FixedPointWeights weights)
    {
        byte[] result = new byte[source.Height * width * source.Channels];
        Parallel.For(0, source.Height, y =>
        {
            var from = source.Row(y);
            var to = result.AsSpan(y * width * source.Channels, width * source.Channels);
            for (int x = 0; x < width; x++)
            {
                var weight = weights.Of(x);
                for (int c = 0; c < source.Channels; c++)
                {
                    int sum = Half;
                    for (int k = 0, i = (weights.First(x) * source.Channels) + c; k < weight.Length; k++, i += source.Channels)
                        sum += from[i] * weight[k];
                    to[(x * source.Channels) + c] = ToByte(sum);
                }
            }
        });
        return source with { Width = width, Bytes = result };
    }

    private static PixelGrid Down(PixelGrid source, int height, FixedPointWeights weights)
    {
        int rowBytes = source.Width * source.Channels;
        byte[] result = new byte[height * rowBytes];
        Parallel.For(0, height, () => new int[rowBytes], (y, _, sums) =>
        {
            sums.AsSpan().Fill(Half);
            var weight = weights.Of(y);
            for (int k = 0; k < weight.Length; k++)
            {
                var from = source.Row(weights.First(y) + k);
                for (int i = 0; i < sums.Length; i++)
                    sums[i] += from[i] * weight[k];
            }

            for (int i = 0; i < sums.Length; i++)
                result[(y * rowBytes) + i] = ToByte(sums[i]);
            return sums;
        }, _ => { });
        return source with { Height = height, Bytes = result };
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> FixedPointWeights.PrecisionBits, 0, byte.MaxValue);
}
