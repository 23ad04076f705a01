using System.Globalization;
using CogSpace.Generation;
using CogSpace.PostProcess.Media;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The two boxes: what they promise is what comes.</summary>
public sealed class PostProcessingTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task BothBoxes_MakeALargerAndSmootherVideo_AndAllDownloads()
    {
        using var folder = new TemporaryFolder();
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(Chromium.Moving());
        var studio = await Studio.OpenAsync(browser, server);
        await Assertions.Expect(studio["result-size"]).ToHaveTextAsync("96 × 64 pixels, 49 frames at 8 per second");

        await studio["upscale"].CheckAsync();
        await Assertions.Expect(studio["result-size"]).ToHaveTextAsync("384 × 256 pixels, 49 frames at 8 per second");
        await studio["interpolate"].CheckAsync();
        await Assertions.Expect(studio["result-size"]).ToHaveTextAsync("384 × 256 pixels, 97 frames at 16 per second");
        await studio.MakeAsync("a red circle moves from left to right on a white background", "7");

        var mp4 = await DownloadAsync("mp4");
        Assert.Equal((384, 256, 97, "16/1"), Facts(mp4));
        Assert.Equal("bt709", mp4.GetProperty("color_space").GetString());
        var gif = await DownloadAsync("gif");
        Assert.Equal(
            ("gif", 384, 256, 97),
            (
                gif.GetProperty("codec_name").GetString(), gif.GetProperty("width").GetInt32(),
                gif.GetProperty("height").GetInt32(), Frames(gif))
        );
        var webm = await DownloadAsync("webm");
        Assert.Equal("vp9", webm.GetProperty("codec_name").GetString());
        Assert.Equal((384, 256, 97, "16/1"), Facts(webm));
        await Assertions.Expect(studio.Page.GetByText("384 × 256, 97 frames at 16 per second")).ToBeVisibleAsync();

        // The slider: the small video lies over the large one and plays along.
        await studio["compare"].GetByRole(AriaRole.Slider).FillAsync("60");
        await Assertions.Expect(studio.Page.Locator(".stage")).ToHaveAttributeAsync("style", "--before: 60%;");
        await studio.Page.WaitForFunctionAsync(
            """
            () => {
              const [after, before] = document.querySelectorAll('.stage video');
              return before.videoWidth === 96 && after.videoWidth === 384 && !before.paused && before.currentTime > 0.5
                && Math.abs(before.currentTime - after.currentTime) < 0.3;
            }
            """);

        foreach (int width in new[] { 1440, 390 })
        {
            await studio.Page.SetViewportSizeAsync(width, 900);
            await studio.Page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{width}-compared.png"),
                    FullPage = true,
                }
            );
            Assert.Equal(0, await studio.OverflowAsync());
        }

        await studio["upscale"].UncheckAsync();
        await studio["interpolate"].UncheckAsync();
        await studio["reuse"].ClickAsync();
        await Assertions.Expect(studio["upscale"]).ToBeCheckedAsync();
        await Assertions.Expect(studio["interpolate"]).ToBeCheckedAsync();
        Assert.Empty(studio.Complaints);

        async Task<System.Text.Json.JsonElement> DownloadAsync(string form)
        {
            var download = await studio.Page.RunAndWaitForDownloadAsync(() => studio[$"download-{form}"].ClickAsync());
            Assert.Equal(
                $"a-red-circle-moves-from-left-to-right-on-a-white-background-seed-7.{form}", download.SuggestedFilename);
            await download.SaveAsAsync(folder[$"clip.{form}"]);
            return await Programs.ProbeAsync(folder[$"clip.{form}"]);
        }
    }

    [Fact]
    public async Task OwnVideos_BringTheirSettingsBack()
    {
        using var folder = new TemporaryFolder();
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio["settings"].ClickAsync();
        await studio["steps"].FillAsync("3");
        await studio["guidance"].FillAsync("4.5");
        await studio["negative-prompt"].FillAsync("blue");
        await studio["upscale"].CheckAsync();
        await studio["upscaler"].SelectOptionAsync("lanczos-2x");
        await Assertions.Expect(studio["result-size"]).ToHaveTextAsync("192 × 128 pixels, 49 frames at 8 per second");
        await File.WriteAllBytesAsync(
            folder["mine.mp4"], await studio.MakeAsync("a pink ring moves up on a black background", "77"),
            TestContext.Current.CancellationToken);

        var later = await Studio.OpenAsync(browser, server);
        await later.ChooseAsync("video", folder["mine.mp4"]);
        await later["use-settings"].ClickAsync();

        await Assertions.Expect(later["tab-prompt"]).ToHaveAttributeAsync("aria-selected", "true");
        foreach (
            var (handle, value) in new[]
            {
                ("prompt", "a pink ring moves up on a black background"),
                ("seed", "77"),
                ("negative-prompt", "blue"),
                ("steps", "3"),
                ("guidance", "4.5"),
                ("upscaler", "lanczos-2x"),
            }
        )
            await Assertions.Expect(later[handle]).ToHaveValueAsync(value);
        await Assertions.Expect(later["upscale"]).ToBeCheckedAsync();
        Assert.Equal(
            await File.ReadAllBytesAsync(folder["mine.mp4"], TestContext.Current.CancellationToken),
            await later.MakeAsync("a pink ring moves up on a black background", "77"));
    }

    [Fact]
    public async Task SettingsOfADdimLeadingClip_AreKept_AndCanBeGivenBack()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StudioServer.StartAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await studio.ChooseAsync(
            "video",
            Path.Combine(Repository.Root, "tests", "fixtures", "written-by-7b601d8", "recipes", "text-ddim-leading.mp4"));
        await studio["use-settings"].ClickAsync();

        await Assertions.Expect(studio["tab-prompt"]).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(studio["kept"]).ToContainTextAsync("came from: leading.");
        await Assertions.Expect(studio["scheduler"]).ToHaveValueAsync("ddim");
        await Assertions.Expect(studio["frames"]).ToHaveValueAsync("9");
        await Assertions.Expect(studio["result-size"]).ToHaveTextAsync("96 × 64 pixels, 9 frames at 8 per second");
        string prompt = await studio["prompt"].InputValueAsync();
        await File.WriteAllBytesAsync(
            folder["again.mp4"], await studio.MakeAsync(prompt, "7"), TestContext.Current.CancellationToken);
        var recipe = RecipeTags.Read(
            await new VideoReader(new ReadingOptions()).ReadTagsAsync(
                folder["again.mp4"], TestContext.Current.CancellationToken))!;
        Assert.Equal(
            (SchedulerKind.Ddim, TimestepSpacing.Leading, 9),
            (recipe.Request.Scheduler, recipe.Request.Spacing, recipe.Made.Frames));

        await studio["reset"].ClickAsync();
        await Assertions.Expect(studio["kept"]).ToHaveCountAsync(0);
        await Assertions.Expect(studio["result-size"]).ToHaveTextAsync("96 × 64 pixels, 49 frames at 8 per second");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task SettingsOfAPictureClip_AskForThePicture()
    {
        await using var server = await StudioServer.StartAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await studio.ChooseAsync(
            "video", Path.Combine(Repository.Root, "tests", "fixtures", "written-by-7b601d8", "recipes", "image-crop.mp4"));
        await studio["use-settings"].ClickAsync();

        await Assertions.Expect(studio["tab-image"]).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(studio["not-taken"]).ToContainTextAsync("choose that picture here");
        await Assertions.Expect(studio["seed"]).ToHaveValueAsync("1");
    }

    private static (int Width, int Height, int Frames, string? Rate) Facts(System.Text.Json.JsonElement stream) =>
        (
            stream.GetProperty("width").GetInt32(), stream.GetProperty("height").GetInt32(), Frames(stream),
            stream.GetProperty("r_frame_rate").GetString());

    private static int Frames(System.Text.Json.JsonElement stream) =>
        int.Parse(stream.GetProperty("nb_read_frames").GetString()!, CultureInfo.InvariantCulture);
}
