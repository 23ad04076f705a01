namespace CogSpace;

/// <summary>One picture of a video: 8-bit RGB, row by row from the top left, without padding.</summary>
public sealed class Frame
{
    public const int Channels = 3;

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="pixels">Height x Width x 3 bytes; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit the size.</exception>
    public Frame(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != width * height * Channels)
            throw new ArgumentException(
                $"{width} x {height} pixels take {width * height * Channels} bytes, not {pixels.Length}.", nameof(pixels));

        (Width, Height, Bytes) = (width, height, pixels);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Height x Width x 3 bytes.</summary>
    public ReadOnlyMemory<byte> Pixels => Bytes;

    /// <summary>When it is shown, counted from the first frame of its video.</summary>
    public TimeSpan Time { get; private init; }

    private byte[] Bytes { get; }

    /// <summary>The same picture at another time; the pixels are shared.</summary>
    public Frame At(TimeSpan time) => new(Width, Height, Bytes) { Time = time };
}
