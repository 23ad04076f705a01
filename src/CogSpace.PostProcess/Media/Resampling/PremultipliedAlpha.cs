namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>
/// RGBA in which colours are scaled by their alpha, so that what is not seen does not shine through when pixels are mixed.
/// </summary>
/// <remarks>Source: Pillow src/libImaging/Convert.c, RGBA to RGBa and back, with its rounding.</remarks>
internal static class PremultipliedAlpha
{
    public const int Channels = 4;

    public static PixelGrid Apply(PixelGrid pixels)
    {
        byte[] result = pixels.Bytes.ToArray();
        for (int i = 0; i < result.Length; i += Channels)
        {
            for (int c = 0; c < Channels - 1; c++)
                result[i + c] = Multiply(result[i + c], result[i + Channels - 1]);
        }

        return pixels with { Bytes = result };
    }

    public static PixelGrid Undo(PixelGrid pixels)
    {
        byte[] result = pixels.Bytes.ToArray();
        for (int i = 0; i < result.Length; i += Channels)
        {
            byte alpha = result[i + Channels - 1];
            if (alpha is 0 or byte.MaxValue)
                continue;
            for (int c = 0; c < Channels - 1; c++)
                result[i + c] = (byte)Math.Min(byte.MaxValue * result[i + c] / alpha, byte.MaxValue);
        }

        return pixels with { Bytes = result };
    }

    // a * b / 255, rounded.
    private static byte Multiply(byte a, byte b)
    {
        int product = (a * b) + 128;
        return (byte)((product + (product >> 8)) >> 8);
    }
}
