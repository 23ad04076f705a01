using CogSpace.Tests.Rewriting;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>Pictures of every state, kept below artifacts/screenshots, and what can be said about looks without eyes.</summary>
public sealed class LooksTests(Chromium chromium, SharedServers servers)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Theory]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    public async Task EveryState_FitsTheWindow(int width, int height, ColorScheme scheme)
    {
        await using var model = await TestLanguageModel.StartAsync(
            TestLanguageModel.Says("A large red circle moves slowly from left to right on a white background."));
        await using var server = await StudioServer.StartLongAsync($"Rewriter__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = scheme,
                IsMobile = width < 500,
            }
        );
        var studio = await Studio.OpenAsync(browser, server.Address);

        await KeepAsync("idle");
        await Assertions.Expect(studio["generate"]).ToBeInViewportAsync();
        await studio["prompt"].FillAsync("a red ball");
        await studio["rewrite"].ClickAsync();
        await studio["rewrite-undo"].WaitForAsync();
        await KeepAsync("rewritten");
        await studio["rewrite-undo"].ClickAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a red ball");
        await studio["prompt"].FillAsync("");
        await studio["generate"].ClickAsync();
        await studio.ErrorAsync();
        await KeepAsync("error");
        await studio.GenerateAsync("a pink ring moves in a circle on a black background", "5");
        await studio.AcceptedAsync();
        await studio.BeyondAsync(4);
        await KeepAsync("running");
        await studio["settings"].ClickAsync();
        await studio["steps"].FillAsync("20");
        await studio["settings"].ClickAsync();
        await studio.GenerateAsync(
            "a large green heart shrinks on a white background, written at some length to see how a long prompt is " +
            "broken into lines"
        );
        await studio["queue-position"].WaitForAsync();
        await KeepAsync("queued");
        await studio["history-item"].Filter(new() { HasText = "ring" }).ClickAsync();
        await studio["cancel"].ClickAsync();
        await Assertions.Expect(studio["stage"]).ToContainTextAsync("Cancelled");
        await studio["history-item"].Filter(new() { HasText = "heart" }).ClickAsync();
        await studio.FinishedAsync();
        await KeepAsync("finished");
        foreach (string tab in new[] { "image", "video" })
        {
            await studio.TabAsync(tab);
            await KeepAsync(tab);
            await studio.ChooseExampleAsync(tab);
            await studio["crop"].FocusAsync();
            for (int press = 0; press < 8; press++)
                await studio.Page.Keyboard.PressAsync("+");
            await studio.Page.Keyboard.PressAsync("ArrowLeft");
            await KeepAsync($"{tab}-chosen");
        }

        await studio["settings"].ClickAsync();
        await KeepAsync("settings");
        Assert.Empty(studio.Complaints);

        async Task KeepAsync(string state)
        {
            await studio.Page.WaitForFunctionAsync(
                "() => document.getAnimations().every(each => each.playState !== 'running' || " +
                "each.effect.getComputedTiming().endTime === Infinity)");
            string path = Path.Combine(Folder, $"{width}-{(scheme == ColorScheme.Dark ? "dark-" : "")}{state}.png");
            await studio.Page.ScreenshotAsync(new() { Path = path, FullPage = true });
            Assert.Equal(0, await studio.OverflowAsync());
        }
    }

    [Fact]
    public async Task Keyboard_ReachesEverything()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);

        await studio["tab-prompt"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(studio["tab-image"]).ToBeFocusedAsync();
        await Assertions.Expect(studio.Page.GetByText("Choose a picture")).ToBeVisibleAsync();
        await studio.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(studio["image-input"]).ToBeFocusedAsync();
        await studio.Page.Keyboard.PressAsync("Tab");
        await studio.Page.Keyboard.PressAsync("Enter");       // the example
        await studio["crop"].WaitForAsync();
        await studio.Page.GetByLabel("Zoom").FocusAsync();
        await studio.Page.Keyboard.PressAsync("PageUp");
        await Assertions.Expect(studio["source-facts"]).Not.ToContainTextAsync("All of");
        await studio.Page.Keyboard.PressAsync("Shift+Tab");
        await studio.Page.Keyboard.PressAsync("Shift+Tab");
        await studio.Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(studio["crop"]).ToHaveAttributeAsync("data-y", "0.4800");
        foreach (string name in new[] { "Centre", "Replace", "Remove" })
        {
            var button = studio.Page.GetByRole(AriaRole.Button, new() { Name = name });
            await studio.Page.Keyboard.PressAsync("Tab");
            while (name == "Centre" && !await button.EvaluateAsync<bool>("button => button === document.activeElement"))
                await studio.Page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(button).ToBeFocusedAsync();
        }

        await studio["tab-image"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(studio["tab-video"]).ToHaveAttributeAsync("aria-selected", "true");
        await studio.Page.Keyboard.PressAsync("Home");
        await Assertions.Expect(studio["tab-prompt"]).ToBeFocusedAsync();
        await Assertions.Expect(studio["prompt"]).ToBeVisibleAsync();
        await studio.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(studio["prompt"]).ToBeFocusedAsync();

        // Nothing plays by itself for those who asked for no motion.
        Assert.False(
            await studio.Page.EvaluateAsync<bool>("[...document.querySelectorAll('video')].some(video => !video.paused)"));
        Assert.Equal(
            0,
            await studio.Page.EvaluateAsync<int>(
                "[...document.querySelectorAll('button, input, textarea, select, summary, a, video, " +
                "progress')].filter(element => !(element.labels?.length || element.textContent.trim() || " +
                "element.getAttribute('aria-label') || element.ariaHidden === 'true')).length"
            )
        );
    }
}
