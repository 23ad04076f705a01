using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>What is seen of a video before it is finished, and the box that makes it faster.</summary>
public sealed class PreviewTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task Preview_IsShownWhileWaiting_ToItsOwnerAlone_AndGoneAfterwards()
    {
        await using var server = await StudioServer.StartWithWorkerAsync("Studio__Steps=1000");
        await using var browser = await chromium.NewContextAsync();
        await using var stranger = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await Studio.OpenAsync(stranger, server.Address);

        await studio.GenerateAsync("a red circle moves from left to right on a white background", "42");
        string id = await studio.AcceptedAsync();
        await studio.Page.WaitForFunctionAsync("() => document.querySelector('img[data-testid=preview]')?.naturalWidth === 12");
        string first = (await studio["preview"].GetAttributeAsync("src"))!;
        await studio.Page.WaitForFunctionAsync(
            "first => { const now = document.querySelector('img[data-testid=preview]'); return now && " +
            "now.getAttribute('src') !== first && now.naturalHeight === 8; }",
            first
        );
        Assert.NotEqual("", await studio["preview"].GetAttributeAsync("alt"));
        Assert.Equal(0, await studio.Page.Locator("[role=status] img, [aria-live] img").CountAsync());

        var mine = await browser.APIRequest.GetAsync($"{server.Address}{first}");
        Assert.Equal((200, "image/png"), (mine.Status, mine.Headers["content-type"]));
        Assert.Contains("no-store", mine.Headers["cache-control"], StringComparison.Ordinal);
        Assert.Equal(404, (await stranger.APIRequest.GetAsync($"{server.Address}{first}")).Status);
        Assert.Empty(Directory.EnumerateFiles(server.PathOf("data", "jobs", id), "*.png"));

        await studio["cancel"].ClickAsync();
        await studio["preview"].WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(204, (await browser.APIRequest.GetAsync($"{server.Address}{first}")).Status);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Faster_IsPartOfTheJob_AndComesBackWithIt()
    {
        var server = await servers.AddressAsync("Studio__Steps=20");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio["settings"].ClickAsync();
        await studio["step-cache"].CheckAsync();
        await studio.MakeAsync("a red circle moves up on a white background", "5");
        await Assertions.Expect(studio.Page.Locator(".computed")).ToContainTextAsync("Step cache0.3");

        await studio["reset"].ClickAsync();
        await Assertions.Expect(studio["step-cache"]).Not.ToBeCheckedAsync();
        await studio["reuse"].ClickAsync();
        await Assertions.Expect(studio["step-cache"]).ToBeCheckedAsync();
    }
}
