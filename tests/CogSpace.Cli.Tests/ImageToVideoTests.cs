using System.Globalization;

namespace CogSpace.Cli.Tests;

/// <summary>A picture begins to move: the first frame is the picture, and the clip goes on from there.</summary>
public sealed class ImageToVideoTests
{
    private const double MeanPsnr = 18;
    private const double LeastPsnr = 14;
    private const int Scale = 5;

    private static readonly Rgb White = new(250, 250, 250), Black = new(10, 10, 10), Grey = new(128, 128, 128), Blue = new(60, 110, 200), Yellow = new(245, 225, 115);
    private static readonly Rgb Red = new(225, 30, 35), Green = new(20, 180, 60), Purple = new(140, 45, 175), DeepBlue = new(20, 50, 230), Pink = new(255, 120, 185);
    private static readonly Rgb SkyTop = new(76, 151, 235), SkyBottom = new(219, 239, 255);

    private static readonly (DrawnScene Scene, string Prompt, string Direction)[] Pictures =
    [
        (new("circle", Red, White, White, 15, 32, 12), "a red circle moves from left to right on a white background", "right"),
        (new("circle", Green, Black, Black, 48, 17, 12), "a green circle moves down on a black background", "down"),
        (new("ring", Purple, Grey, Grey, 81, 32, 12), "a purple ring moves from right to left on a gray background", "left"),
        (new("square", Yellow, Blue, Blue, 48, 47, 12), "a yellow square moves up on a blue background", "up"),
        (new("circle", DeepBlue, Yellow, Yellow, 15, 32, 12), "a blue circle moves from left to right on a yellow background", "right"),
        (new("circle", Pink, SkyTop, SkyBottom, 81, 32, 12), "a pink circle moves from right to left on a sky background", "left"),
    ];

    [Fact]
    public async Task Generate_SixPictures_BeginsWithThemAndObeysThePrompt()
    {
        using var folder = new TemporaryFolder();
        var quality = new List<double>();
        int moved = 0;
        for (int i = 0; i < Pictures.Length; i++)
        {
            // Higher than the model's shape, so that there is something to crop; the scene is the middle of it.
            var (scene, prompt, direction) = Pictures[i];
            string picture = folder[$"{i}.png"], video = folder[$"{i}.mp4"];
            await DrawnScene.SaveAsync(picture, scene.Render(Scale, Scale * DrawnScene.Width, Scale * 80), Scale * DrawnScene.Width, Scale * 80);

            var run = await CliRun.StartAsync(
                "generate", "--image", picture, "--prompt", prompt, "--seed", (3000 + i).ToString(CultureInfo.InvariantCulture), "--steps", "20", "--output", video);
            Assert.True(run.ExitCode == 0, run.Error);

            var clip = await DecodedClip.ReadAsync(video);
            Assert.Equal((DrawnScene.Width, DrawnScene.Height, 49), (clip.Width, clip.Height, clip.Frames.Count));
            quality.Add(DecodedClip.Psnr(scene.Render(), clip.Frames[0]));
            var seen = new MovingShape(clip);
            moved += seen.Direction == direction ? 1 : 0;
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{prompt}: {quality[^1]:0.0} dB, {seen}"));
        }

        Assert.True(quality.Average() >= MeanPsnr && quality.Min() >= LeastPsnr, string.Join(", ", quality));
        Assert.True(moved >= Pictures.Length - 1, $"Only {moved} of {Pictures.Length} clips move as their prompts say.");
    }

    [Fact]
    public async Task Generate_Crop_ChoosesThePart()
    {
        using var folder = new TemporaryFolder();
        var scene = new DrawnScene("circle", Red, White, White, 15, 32, 12);
        string picture = folder["wide.png"], video = folder["wide.mp4"];
        int width = Scale * 2 * DrawnScene.Width, height = Scale * DrawnScene.Height;
        await DrawnScene.SaveAsync(picture, scene.Render(Scale, width, height, offsetX: DrawnScene.Width / 2.0), width, height);      // in the right half

        var run = await CliRun.StartAsync(
            "generate", "--image", picture, "--crop", "1,0.5", "--prompt", "a red circle moves from left to right on a white background", "--seed", "3000", "--steps", "20", "--output", video);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(DecodedClip.Psnr(scene.Render(), (await DecodedClip.ReadAsync(video)).Frames[0]) >= LeastPsnr);
    }
}
