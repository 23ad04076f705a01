using System.Globalization;

namespace CogSpace.Cli.Tests;

/// <summary>A picture begins to move: the first frame is the picture, and the clip goes on from there.</summary>
public sealed class ImageToVideoTests
{
    private const int Scale = 5;

    [Fact]
    public async Task Generate_SixPictures_BeginsWithThemAndObeysThePrompt()
    {
        using var folder = new TemporaryFolder();
        var quality = new List<double>();
        int moved = 0;
        for (int i = 0; i < StartPictures.All.Count; i++)
        {
            var (scene, prompt, direction) = StartPictures.All[i];
            string picture = folder[$"{i}.png"], video = folder[$"{i}.mp4"];
            await StartPictures.SaveAsync(scene, picture);

            var run = await CliRun.StartAsync(
                "generate", "--image", picture, "--prompt", prompt, "--seed",
                (3000 + i).ToString(CultureInfo.InvariantCulture), "--steps", "20", "--output", video);
            Assert.True(run.ExitCode == 0, run.Error);

            var clip = await DecodedClip.ReadAsync(video);
            Assert.Equal((DrawnScene.Width, DrawnScene.Height, 49), (clip.Width, clip.Height, clip.Frames.Count));
            quality.Add(DecodedClip.Psnr(scene.Render(), clip.Frames[0]));
            var seen = new MovingShape(clip);
            moved += seen.Direction == direction ? 1 : 0;
            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{prompt}: {quality[^1]:0.0} dB, {seen}"));
        }

        Assert.True(
            quality.Average() >= StartPictures.MeanPsnr && quality.Min() >= StartPictures.LeastPsnr,
            string.Join(", ", quality));
        Assert.True(
            moved >= StartPictures.All.Count - 1,
            $"Only {moved} of {StartPictures.All.Count} clips move as their prompts say.");
    }

    [Fact]
    public async Task Generate_Crop_ChoosesThePart()
    {
        using var folder = new TemporaryFolder();
        var scene = StartPictures.All[0].Scene;
        string picture = folder["wide.png"],
            video = folder["wide.mp4"];
        int width = Scale * 2 * DrawnScene.Width,
            height = Scale * DrawnScene.Height;
        await DrawnScene.SaveAsync(
            picture, scene.Render(Scale, width, height, offsetX: DrawnScene.Width / 2.0), width, height); // in the right half

        var run = await CliRun.StartAsync(
            "generate", "--image", picture, "--crop", "1,0.5", "--prompt",
            "a red circle moves from left to right on a white background", "--seed", "3000", "--steps", "20", "--output",
            video);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(DecodedClip.Psnr(scene.Render(), (await DecodedClip.ReadAsync(video)).Frames[0]) >= StartPictures.LeastPsnr);
    }
}
