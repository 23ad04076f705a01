namespace CogSpace.PostProcess.Tests.Networks;

/// <summary>Drawn clips of one moving shape, at any size and any moment.</summary>
internal static class Scenes
{
    private static readonly DrawnScene Circle = new(
        "circle", new Rgb(220, 40, 40), new Rgb(240, 240, 240), new Rgb(190, 210, 240), 40, 32, 14);

    /// <param name="moment">In frames; half frames lie between two.</param>
    /// <param name="scale">Pixels for each pixel of 96 x 64.</param>
    /// <param name="speed">Pixels of 96 x 64 from frame to frame.</param>
    public static Frame At(double moment, int scale = 1, double speed = 4)
    {
        int width = DrawnScene.Width * scale, height = DrawnScene.Height * scale;
        return new Frame(width, height, Circle.Render(scale, width, height, speed * moment));
    }

    /// <summary>Frames with their times at 8 per second.</summary>
    public static IEnumerable<Frame> Clip(int count) =>
        Enumerable.Range(0, count).Select(i => At(i).At(TimeSpan.FromSeconds(i / 8.0)));

    public static VideoInfo Info(int count, int width = DrawnScene.Width, int height = DrawnScene.Height) =>
        new(width, height, count, 8);

    public static double Psnr(Frame expected, Frame actual) =>
        DecodedClip.Psnr(expected.Pixels.ToArray(), actual.Pixels.ToArray());
}
