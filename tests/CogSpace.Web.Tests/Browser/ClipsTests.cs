using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>Clips that play by themselves, and how they are stopped.</summary>
public sealed class ClipsTests(Chromium chromium, SharedServers servers)
{
    private const string AllPlay =
        "() => { const clips = [...document.querySelectorAll('video[autoplay]')]; return clips.length > 5 && " +
        "clips.every(clip => clip.muted && !clip.paused && clip.currentTime > 0); }";

    private const string AnyClipPlays = "[...document.querySelectorAll('video[data-clip]')].some(clip => !clip.paused)";

    private static readonly BrowserNewContextOptions WithMotion = new()
    {
        ReducedMotion = ReducedMotion.NoPreference,
        ViewportSize = new() { Width = 1440, Height = 3000 },       // a browser rests those that are far below
    };

    [Fact]
    public async Task OnAFreshPage_AllClipsPlay()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        for (int load = 0; load < 4; load++)
        {
            await using var browser = await chromium.NewContextAsync(WithMotion);
            var studio = await Studio.OpenAsync(browser, server);

            await studio.Page.WaitForFunctionAsync(AllPlay);
        }
    }

    [Fact]
    public async Task Pause_IsForAllClips_AlsoForThoseThatComeLater()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(WithMotion);
        var studio = await Studio.OpenAsync(browser, server);
        var pause = studio.Page.GetByRole(AriaRole.Button, new() { Name = "Pause clips" });
        await studio.Page.WaitForFunctionAsync(AllPlay);

        await pause.ClickAsync();
        await Assertions.Expect(pause).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.False(await studio.Page.EvaluateAsync<bool>(AnyClipPlays));
        await studio.ChooseExampleAsync("video");
        await studio.Page.WaitForFunctionAsync("() => document.querySelector('.crop video').readyState > 2");
        Assert.False(await studio.Page.EvaluateAsync<bool>(AnyClipPlays));

        // One that is started by hand is not in the way of the others.
        await studio.Page.Locator(".examples video").First.ClickAsync();
        await Assertions.Expect(pause).ToHaveAttributeAsync("aria-pressed", "false");
        await pause.ClickAsync();
        await pause.ClickAsync();
        await Assertions.Expect(pause).ToHaveAttributeAsync("aria-pressed", "false");
        await studio.Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('video[data-clip]')].every(clip => !clip.paused)");
    }

    [Fact]
    public async Task WithReducedMotion_NothingPlays()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var studio = await Studio.OpenAsync(browser, server);

        await Assertions
            .Expect(studio.Page.GetByRole(AriaRole.Button, new() { Name = "Pause clips" }))
            .ToHaveAttributeAsync("aria-pressed", "true");
        Assert.False(
            await studio.Page.EvaluateAsync<bool>("[...document.querySelectorAll('video')].some(video => !video.paused)"));
    }
}
