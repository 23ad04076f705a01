using CogSpace.PostProcess.Media.Formats;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Turns stored pixels the way that their file asks for.</summary>
/// <remarks>Source: Exif 2.3 (CIPA DC-008), tag 0x0112: where the first row and the first column lie.</remarks>
internal static class Turning
{
    public static Frame Upright(Frame stored, ExifOrientation orientation)
    {
        if (orientation == ExifOrientation.Upright)
            return stored;

        bool changesPlaces = orientation >= ExifOrientation.Transposed;
        var (width, height) = changesPlaces ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var from = stored.Pixels.Span;
        byte[] result = new byte[from.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var (sx, sy) = Source(x, y, stored.Width - 1, stored.Height - 1, orientation);
                from.Slice(((sy * stored.Width) + sx) * Frame.Channels, Frame.Channels)
                    .CopyTo(result.AsSpan(((y * width) + x) * Frame.Channels));
            }
        }

        return new Frame(width, height, result);
    }

    // Where the pixel that is shown at (x, y) is stored.
    private static (int X, int Y) Source(int x, int y, int lastX, int lastY, ExifOrientation orientation) => orientation switch
    {
        ExifOrientation.MirroredLeftRight => (lastX - x, y),
        ExifOrientation.UpsideDown => (lastX - x, lastY - y),
        ExifOrientation.MirroredTopBottom => (x, lastY - y),
        ExifOrientation.Transposed => (y, x),
        ExifOrientation.TurnedRight => (y, lastY - x),
        ExifOrientation.TransposedAcross => (lastX - y, lastY - x),
        ExifOrientation.TurnedLeft => (lastX - y, x),
        _ => (x, y),
    };
}
