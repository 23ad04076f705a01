namespace CogSpace.PostProcess.Networks;

/// <summary>A picture as networks take it: red, green and blue one after the other, float32, 0 to 1.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Values">3 x Height x Width.</param>
internal sealed record Planes(int Width, int Height, float[] Values)
{
    public const int Count = Frame.Channels;

    public Planes(int width, int height) : this(width, height, new float[Count * height * width])
    {
    }

    public static Planes Of(Frame frame)
    {
        var planes = new Planes(frame.Width, frame.Height);
        var pixels = frame.Pixels.Span;
        int size = frame.Width * frame.Height;
        for (int i = 0; i < size; i++)
        {
            for (int c = 0; c < Count; c++)
                planes.Values[(c * size) + i] = pixels[(i * Count) + c] / 255f;
        }

        return planes;
    }

    /// <summary>Rounded to 8 bits; what lies outside of 0 to 1 is clamped.</summary>
    public Frame ToFrame()
    {
        int size = Width * Height;
        var pixels = new byte[Count * size];
        for (int i = 0; i < size; i++)
        {
            for (int c = 0; c < Count; c++)
                pixels[(i * Count) + c] = (byte)MathF.Round(Math.Clamp(Values[(c * size) + i], 0, 1) * 255f);
        }

        return new Frame(Width, Height, pixels);
    }

    public Span<float> Row(int plane, int y) => Values.AsSpan(((plane * Height) + y) * Width, Width);

    /// <summary>A part of the picture.</summary>
    public Planes Part(int left, int top, int width, int height)
    {
        if (width == Width && height == Height)
            return this;
        var part = new Planes(width, height);
        for (int c = 0; c < Count; c++)
        {
            for (int y = 0; y < height; y++)
                Row(c, top + y).Slice(left, width).CopyTo(part.Row(c, y));
        }

        return part;
    }

    /// <summary>Black at the right and below, up to a multiple.</summary>
    public Planes PadBlack(int multiple)
    {
        var (width, height) = (Up(Width, multiple), Up(Height, multiple));
        if (width == Width && height == Height)
            return this;
        var padded = new Planes(width, height);
        for (int c = 0; c < Count; c++)
        {
            for (int y = 0; y < Height; y++)
                Row(c, y).CopyTo(padded.Row(c, y));
        }

        return padded;
    }

    /// <summary>Mirrored at the right and below, up to a multiple; the outermost row is not doubled.</summary>
    public Planes PadMirrored(int multiple)
    {
        var (width, height) = (Up(Width, multiple), Up(Height, multiple));
        if (width == Width && height == Height)
            return this;
        var padded = new Planes(width, height);
        for (int c = 0; c < Count; c++)
        {
            for (int y = 0; y < height; y++)
            {
                var from = Row(c, Mirror(y, Height));
                var to = padded.Row(c, y);
                for (int x = 0; x < width; x++)
                    to[x] = from[Mirror(x, Width)];
            }
        }

        return padded;
    }

    // 0 1 2 3 2 1 0 1 ...: also for pictures that are smaller than what is added.
    private static int Mirror(int at, int size)
    {
        if (size == 1)
            return 0;
        at %= 2 * (size - 1);
        return at < size ? at : (2 * (size - 1)) - at;
    }

    private static int Up(int size, int multiple) => (size + multiple - 1) / multiple * multiple;
}
