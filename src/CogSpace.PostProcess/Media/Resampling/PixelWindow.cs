namespace CogSpace.PostProcess.Media.Resampling;

/// <summary>Some pixels of a picture, counted from its upper left corner.</summary>
internal readonly record struct PixelWindow(int Left, int Top, int Width, int Height)
{
    /// <summary>All of a picture.</summary>
    public static PixelWindow All(int width, int height) => new(0, 0, width, height);
}
