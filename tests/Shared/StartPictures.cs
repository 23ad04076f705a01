namespace CogSpace.Tests;

/// <summary>
/// Six pictures of the small models' domain, what should become of each, and how near the first frame has to come to it.
/// </summary>
internal static class StartPictures
{
    /// <summary>On average, in dB.</summary>
    public const double MeanPsnr = 18;

    /// <summary>Of each, in dB.</summary>
    public const double LeastPsnr = 14;

    private const int Scale = 5;
    private const int Height = 80;      // of 96: higher than the models' shape, so that there is something to crop

    private static readonly Rgb White = new(250, 250, 250),
        Black = new(10, 10, 10),
        Grey = new(128, 128, 128),
        Blue = new(60, 110, 200),
        Yellow = new(245, 225, 115);
    private static readonly Rgb Red = new(225, 30, 35),
        Green = new(20, 180, 60),
        Purple = new(140, 45, 175),
        DeepBlue = new(20, 50, 230),
        Pink = new(255, 120, 185);
    private static readonly Rgb SkyTop = new(76, 151, 235),
        SkyBottom = new(219, 239, 255);

    public static IReadOnlyList<(DrawnScene Scene, string Prompt, string Direction)> All { get; } =
    [
        (new("circle", Red, White, White, 15, 32, 12), "a red circle moves from left to right on a white background", "right"),
        (new("circle", Green, Black, Black, 48, 17, 12), "a green circle moves down on a black background", "down"),
        (new("ring", Purple, Grey, Grey, 81, 32, 12), "a purple ring moves from right to left on a gray background", "left"),
        (new("square", Yellow, Blue, Blue, 48, 47, 12), "a yellow square moves up on a blue background", "up"),
        (
            new("circle", DeepBlue, Yellow, Yellow, 15, 32, 12),
            "a blue circle moves from left to right on a yellow background", "right"),
        (
            new("circle", Pink, SkyTop, SkyBottom, 81, 32, 12), "a pink circle moves from right to left on a sky background",
            "left"),
    ];

    /// <summary>Writes a picture whose middle is the scene.</summary>
    public static Task SaveAsync(DrawnScene scene, string path) =>
        DrawnScene.SaveAsync(
            path, scene.Render(Scale, Scale * DrawnScene.Width, Scale * Height), Scale * DrawnScene.Width, Scale * Height);
}
