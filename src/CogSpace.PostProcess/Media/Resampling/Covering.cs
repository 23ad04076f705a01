namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>How a picture is scaled until it covers a size, and which pixels of it are then kept.</summary>
/// <param name="Width">Of the scaled picture, in pixels.</param>
/// <param name="Height">Of the scaled picture, in pixels.</param>
/// <param name="Window">What is kept.</param>
internal readonly record struct Covering(int Width, int Height, PixelWindow Window)
{
    /// <exception cref="InvalidRequestException">The crop's numbers are out of their range.</exception>
    public static Covering Of(int width, int height, Crop crop, int toWidth, int toHeight)
    {
        crop.Check();
        double factor = Math.Max((double)toWidth / width, (double)toHeight / height) * crop.Zoom;
        // Rounded down as the reference does; w * (720 / w) may be 719.99..., which is 720.
        int scaledWidth = Math.Max((int)(width * factor), toWidth);
        int scaledHeight = Math.Max((int)(height * factor), toHeight);
        return new Covering(
            scaledWidth,
            scaledHeight,
            new PixelWindow(
                (int)((scaledWidth - toWidth) * crop.X), (int)((scaledHeight - toHeight) * crop.Y), toWidth, toHeight)
        );
    }
}
