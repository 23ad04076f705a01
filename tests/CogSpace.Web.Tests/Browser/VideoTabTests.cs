using CogSpace.Web.Tests.Uploads;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>A video is restyled.</summary>
public sealed class VideoTabTests(Chromium chromium, SharedServers servers)
{
    private const int Width = 96;
    private const int Height = 64;

    [Fact]
    public async Task Example_IsRecoloured_AndMovesAsItDid()
    {
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio.ChooseExampleAsync("video");
        await Assertions.Expect(studio["frames-used"]).ToHaveTextAsync("All 49 frames are used, at 8 per second.");
        await Assertions.Expect(studio["strength"]).ToHaveValueAsync("0.8");
        await studio["generate"].ClickAsync();
        await studio.AcceptedAsync();
        await studio.FinishedAsync();

        await Assertions.Expect(studio["origin"]).ToContainTextAsync("Restyled from your video");
        await Assertions.Expect(studio.Page.Locator(".facts")).ToContainTextAsync("Strength");
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["clip.mp4"], await studio.VideoAsync(), TestContext.Current.CancellationToken);
        var frames = await Programs.DecodeAsync(folder["clip.mp4"], Width, Height);
        Assert.Equal(49, frames.Count);
        double[] places = [.. frames.Select(RedPlace)];
        Assert.All(places, place => Assert.False(double.IsNaN(place), "The circle is red."));
        Assert.True(places[0] > 60 && places[^1] < 36, $"It moves from right to left: from {places[0]:0} to {places[^1]:0}.");
    }

    [Fact]
    public async Task AVideo_IsUpscaledAsItIs_AndSoIsAResult()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(Chromium.Moving());
        var studio = await Studio.OpenAsync(browser, server);
        await studio.ChooseAsync(
            "video",
            new FilePayload
            {
                Name = "holiday.mp4",
                MimeType = "video/mp4",
                Buffer = await SampleFile.VideoAsync(48, 32),
            });
        await Assertions.Expect(studio["post-process"]).ToBeDisabledAsync();
        await studio["upscale"].CheckAsync();
        await studio["interpolate"].CheckAsync();
        await Assertions.Expect(studio["post-process-result"])
            .ToContainTextAsync("192 × 128 pixels, 15 frames at 16 per second");

        await studio["post-process"].ClickAsync();
        await studio.AcceptedAsync();
        await studio.FinishedAsync();

        await Assertions.Expect(studio.Page.Locator(".job .prompt")).ToHaveTextAsync("Your video, upscaled and with more frames");
        await Assertions.Expect(studio.Page.Locator(".facts")).ToContainTextAsync("192 × 128, 15 frames at 16 per second");
        await Assertions.Expect(studio["compare"]).ToBeVisibleAsync();
        foreach (string handle in new[] { "share", "vary", "extend", "copy-prompt", "seed-used" })
            await Assertions.Expect(studio[handle]).ToHaveCountAsync(0);
        var picture = await studio.Page.RunAndWaitForDownloadAsync(() => studio["download-webp"].ClickAsync());
        Assert.Equal("video-upscaled-interpolated.webp", picture.SuggestedFilename);

        await studio["upscale"].UncheckAsync();
        await studio["interpolate"].UncheckAsync();
        await studio["post-process-this"].ClickAsync();
        await Assertions.Expect(studio["upscale"]).ToBeCheckedAsync();
        await Assertions.Expect(studio["post-process-result"])
            .ToContainTextAsync("768 × 512 pixels, 15 frames at 16 per second");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task LongVideo_IsToldWhichFramesAreUsed_AndTheTabsShareTheForm()
    {
        var server = await servers.AddressAsync("Studio__Steps=20");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio["prompt"].FillAsync("a red circle moves up on a white background");
        await studio["seed"].FillAsync("21");

        await studio.ChooseAsync(
            "video",
            new FilePayload
            {
                Name = "b.mov",
                MimeType = "text/plain",
                Buffer = await SampleFile.VideoAsync(160, 160, seconds: 12, rate: 16, "mov"),
            }
        );
        await Assertions
            .Expect(studio["frames-used"])
            .ToHaveTextAsync("49 of 192 frames are used, every 2nd, at 8 per second: 6.1 s of 12 s.");
        await studio["strength"].FillAsync("0.5");
        await studio["settings"].ClickAsync();
        await studio["steps"].FillAsync("4");
        await studio.TabAsync("image");
        await studio["image-input"]
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "a.png",
                    MimeType = "image/png",
                    Buffer = await SampleFile.PictureAsync(96, 64),
                }
            );
        await studio["crop"].WaitForAsync();

        foreach (string tab in new[] { "video", "prompt", "image", "video" })
        {
            await studio.TabAsync(tab);
            foreach (
                var (handle, value) in new[]
                {
                    ("prompt", "a red circle moves up on a white background"),
                    ("seed", "21"),
                    ("steps", "4"),
                }
            )
                await Assertions.Expect(studio[handle]).ToHaveValueAsync(value);
            Assert.Equal(1, await studio["generate"].CountAsync());
            Assert.Equal(tab == "prompt" ? 0 : 1, await studio["crop"].CountAsync());
            Assert.Equal(tab == "video" ? 1 : 0, await studio["strength"].CountAsync());
        }

        // A reload keeps the tab and what was chosen.
        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await Assertions.Expect(studio["tab-video"]).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(studio["frames-used"]).ToContainTextAsync("49 of 192");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a red circle moves up on a white background");
        await studio["generate"].ClickAsync();
        await studio.AcceptedAsync();
        await studio.FinishedAsync();
        Assert.Contains(
            "49 frames at 8 per second", await studio.Page.Locator(".facts").InnerTextAsync(), StringComparison.Ordinal);
    }

    // Where the red is, from the left; no number where there is none.
    private static double RedPlace(byte[] frame)
    {
        var red = Enumerable
            .Range(0, Width * Height)
            .Where(i => frame[3 * i] > 180 && frame[(3 * i) + 1] < 100 && frame[(3 * i) + 2] < 100)
            .Select(i => i % Width)
            .ToList();
        return red.Count < 30 ? double.NaN : red.Average();
    }
}
