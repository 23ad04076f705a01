namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Puts what is transparent on white, as a page would show it.</summary>
internal static class WhiteBackground
{
    /// <summary>Red, green, blue and alpha.</summary>
    public const int Channels = 4;

    private const int White = byte.MaxValue;

    /// <param name="transparent">RGBA.</param>
    /// <param name="flat">RGB of as many pixels.</param>
    public static void Flatten(ReadOnlySpan<byte> transparent, Span<byte> flat)
    {
        for (int from = 0, to = 0; from < transparent.Length; from += Channels, to += Frame.Channels)
        {
            int alpha = transparent[from + Frame.Channels];
            for (int c = 0; c < Frame.Channels; c++)
                flat[to + c] = (byte)(((transparent[from + c] * alpha) + (White * (White - alpha)) + (White / 2)) / White);
        }
    }
}
