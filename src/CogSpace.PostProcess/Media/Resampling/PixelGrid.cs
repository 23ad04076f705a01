namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>8-bit pixels of any number of channels, row by row from the top left, without padding.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1 gray, 3 RGB, 4 RGBA.</param>
/// <param name="Bytes">Height x Width x Channels.</param>
internal sealed record PixelGrid(int Width, int Height, int Channels, ReadOnlyMemory<byte> Bytes)
{
    public static PixelGrid Of(Frame frame) => new(frame.Width, frame.Height, Frame.Channels, frame.Pixels);

    public ReadOnlySpan<byte> Row(int y) => Bytes.Span.Slice(y * Width * Channels, Width * Channels);
}
