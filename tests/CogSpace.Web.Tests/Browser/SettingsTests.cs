using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The folded settings: what they ask for is made, and they are as they were left.</summary>
public sealed class SettingsTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task LengthSchedulerAndTimes_AreObeyed_AndRememberedInThisBrowser()
    {
        var server = await servers.AddressAsync("Studio__Steps=2");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio["settings"].ClickAsync();

        // The small model has learned its positions for one size.
        Assert.Equal(["96 × 64, wide"], await studio["size"].Locator("option").AllInnerTextsAsync());
        await studio["frames"].SelectOptionAsync("9");
        await studio["scheduler"].SelectOptionAsync("ddim");
        await studio["interpolate"].CheckAsync();
        await studio["interpolate-times"].GetByRole(AriaRole.Radio, new() { Name = "4 times" }).CheckAsync();
        await Assertions
            .Expect(studio["result-size"])
            .ToHaveTextAsync("96 × 64 pixels, 33 frames at 32 per second");
        await studio.MakeAsync("a red circle moves up on a white background", "5");
        await Assertions.Expect(studio.Page.Locator(".facts")).ToContainTextAsync("96 × 64, 33 frames at 32 per second");
        await studio["details"].ClickAsync();
        await Assertions.Expect(studio.Page.Locator(".computed")).ToContainTextAsync("DDIM");
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a red circle moves up on a white background");

        // Another tab of this browser begins with the same settings, and with no text.
        var other = await Studio.OpenAsync(browser, server);
        await Assertions.Expect(other["frames"]).ToHaveValueAsync("9");
        await Assertions.Expect(other["frames"]).ToBeVisibleAsync();
        await Assertions.Expect(other["scheduler"]).ToHaveValueAsync("ddim");
        await Assertions
            .Expect(other["interpolate-times"].GetByRole(AriaRole.Radio, new() { Name = "4 times" }))
            .ToBeCheckedAsync();
        await Assertions.Expect(other["prompt"]).ToBeEmptyAsync();
        await other["reset"].ClickAsync();
        await Assertions.Expect(other["frames"]).ToHaveValueAsync("");
        await other.Page.CloseAsync();

        var third = await Studio.OpenAsync(browser, server);
        await Assertions.Expect(third["scheduler"]).ToHaveValueAsync("");
        Assert.Empty(studio.Complaints);
        Assert.Empty(third.Complaints);
    }

    [Fact]
    public async Task SeveralVideos_GetSeedsOfTheirOwn_AndTheSeedOfOneCanBeKept()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio["settings"].ClickAsync();

        Assert.Equal(["1", "2", "3"], await studio["count"].Locator("option").AllInnerTextsAsync());
        await studio["count"].SelectOptionAsync("3");
        await studio.GenerateAsync("a red circle", "41");
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(3);
        await Assertions.Expect(studio["history-item"].Filter(new() { HasText = "Seed 41" })).ToHaveCountAsync(1);
        await Assertions.Expect(studio["history-item"].Filter(new() { HasText = "Seed 42" })).ToHaveCountAsync(1);
        await Assertions.Expect(studio["history-item"].Filter(new() { HasText = "Seed 43" })).ToHaveCountAsync(1);
        await studio["video"].WaitForAsync();

        await studio["dice"].ClickAsync();
        await Assertions.Expect(studio["seed"]).ToHaveValueAsync("");
        await studio["keep-seed"].ClickAsync();
        await Assertions.Expect(studio["seed"]).ToHaveValueAsync(await studio["seed-used"].InnerTextAsync());

        // A number that no field offers, as a script would send it.
        await studio["count"].EvaluateAsync(
            "list => { list.add(new Option('100', '100')); list.value = '100'; " +
            "list.dispatchEvent(new Event('input', { bubbles: true })); }");
        await studio["generate"].ClickAsync();
        await Assertions
            .Expect(studio["error"])
            .ToHaveTextAsync("100 videos cannot be asked for at once: choose 1 to 3.");
        await Assertions.Expect(studio["count"]).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Theory]
    [InlineData(1366, 650)]
    [InlineData(390, 844)]
    public async Task FirstView_SaysWhatItIs_ShowsTheBest_AndGenerate(int width, int height)
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = height } });
        var studio = await Studio.OpenAsync(browser, server);

        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("CogVideoX");
        foreach (string tab in new[] { "prompt", "image", "video" })
        {
            await studio.TabAsync(tab);
            await Assertions.Expect(studio["generate"]).ToBeInViewportAsync(new() { Ratio = 1 });
            await Assertions
                .Expect(studio["example-clip"])
                .ToHaveAttributeAsync("src", tab switch
                {
                    "prompt" => "examples/triangle-rises.mp4?model=cogspace-tiny",
                    "image" => "examples/heart-moves.mp4?model=cogspace-tiny-i2v",
                    _ => "examples/circle-restyled.mp4?model=cogspace-tiny",
                });
            Assert.Equal(
                "384 x 256",
                await studio["example-clip"].EvaluateAsync<string>(
                    "async video => { while (!video.videoWidth) await new Promise(next => setTimeout(next, 20)); " +
                    "return `${video.videoWidth} x ${video.videoHeight}`; }"));
        }

        await studio.TabAsync("prompt");
        await studio["example-pick"].Nth(3).ClickAsync();
        await Assertions
            .Expect(studio["example-clip"])
            .ToHaveAttributeAsync("src", "examples/heart-bounces.mp4?model=cogspace-tiny");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Use this" }).ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a large pink heart bounces on a sky background");
        await Assertions.Expect(studio["seed"]).ToHaveValueAsync("2");
        await Assertions.Expect(studio["upscale"]).ToBeCheckedAsync();
        await Assertions.Expect(studio["interpolate"]).ToBeCheckedAsync();
        Assert.Empty(studio.Complaints);
    }
}
