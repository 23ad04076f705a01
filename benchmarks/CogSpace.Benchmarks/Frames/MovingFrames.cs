namespace CogSpace.Benchmarks.Frames;

/// <summary>A clip of waves that move, with detail everywhere and never twice the same frame.</summary>
internal static class MovingFrames
{
    public const int Width = 720, Height = 480;

    public static Frame At(int moment)
    {
        var pixels = new byte[Width * Height * Frame.Channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int c = i % Frame.Channels, x = (i / Frame.Channels % Width) - (6 * moment), y = i / Frame.Channels / Width;
            pixels[i] = (byte)(128 + (60 * Math.Sin((x * 0.03) + c)) + (50 * Math.Sin((x * 0.11) + (y * (0.07 + (0.01 * c))))));
        }

        return new Frame(Width, Height, pixels);
    }

    public static VideoInfo Info(int frames) => new(Width, Height, frames, 8);

    public static IEnumerable<Frame> Clip(int frames) => Enumerable.Range(0, frames).Select(At);
}
