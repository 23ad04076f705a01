using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>Clips that play by themselves, and how they are stopped.</summary>
public sealed class ClipsTests(Chromium chromium, SharedServers servers)
{
    private const string AllPlay =
        "() => { const clips = [...document.querySelectorAll('video[autoplay]')]; return clips.length > 0 && " +
        "clips.every(clip => clip.muted && !clip.paused && clip.currentTime > 0); }";

    private const string AnyPlays = "[...document.querySelectorAll('video')].some(video => !video.paused)";

    private static readonly BrowserNewContextOptions WithMotion = new()
    {
        ReducedMotion = ReducedMotion.NoPreference,
        ViewportSize = new() { Width = 1440, Height = 3000 },       // a browser rests those that are far below
    };

    [Theory]
    [InlineData(4)]
    [InlineData(20, Traits = ["kind", "slow"])]
    public async Task OnAFreshPage_AllClipsPlay(int loads)
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        int playing = 0;
        for (int load = 0; load < loads; load++)
        {
            await using var browser = await chromium.NewContextAsync(WithMotion);
            var studio = await Studio.OpenAsync(browser, server);
            try
            {
                await studio.Page.WaitForFunctionAsync(AllPlay, options: new() { Timeout = 60_000 });
                playing++;
            }
            catch (TimeoutException)
            {
                // The others are counted, too.
            }
        }

        Assert.Equal(loads, playing);
    }

    [Fact]
    public async Task AClipThatIsClicked_Stops_AndGoesOn()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(WithMotion);
        var studio = await Studio.OpenAsync(browser, server);
        await studio.ChooseExampleAsync("video");
        await studio["settings"].ClickAsync();
        await studio["steps"].FillAsync("2");
        await studio.MakeAsync("a large red circle moves from right to left on a green background", "1");
        var origin = studio["origin"].Locator("video");
        await studio.Page.WaitForFunctionAsync(Playing(true));

        await origin.ClickAsync();
        await studio.Page.WaitForFunctionAsync(Playing(false));
        await origin.ClickAsync();
        await studio.Page.WaitForFunctionAsync(Playing(true));

        static string Playing(bool plays) =>
            $"() => document.querySelector('[data-testid=origin] video').paused === {(plays ? "false" : "true")}";
    }

    [Fact]
    public async Task WithReducedMotion_NothingPlays()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var studio = await Studio.OpenAsync(browser, server);

        await Assertions.Expect(studio["example-clip"]).ToHaveJSPropertyAsync("autoplay", false);
        Assert.False(await studio.Page.EvaluateAsync<bool>(AnyPlays));
    }
}
