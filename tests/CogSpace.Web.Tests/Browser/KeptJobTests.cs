using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>Nothing that happens to a tab happens to its job.</summary>
public sealed class KeptJobTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task Reload_AndAnotherTab_ShowTheRunningJob()
    {
        var server = await servers.LongAddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var first = await Studio.OpenAsync(browser, server);
        await first.GenerateAsync("a red circle");
        string id = await first.AcceptedAsync();
        await first.BeyondAsync(4);

        await first.Page.ReloadAsync();
        await first.ReadyAsync();
        Assert.Equal(id, await first["job-id"].InnerTextAsync());
        Assert.True(await first.PercentAsync() >= 4);

        var second = await Studio.OpenAsync(browser, server);       // not told which job
        Assert.Equal(id, await second["job-id"].InnerTextAsync());
        await second.BeyondAsync(await second.PercentAsync());

        await first["cancel"].ClickAsync();
        await Assertions.Expect(second["stage"]).ToContainTextAsync("Cancelled");
    }

    [Fact]
    public async Task Cancel_TakesEffectAtOnce_AndTheNextJobRuns()
    {
        var server = await servers.LongAddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.GenerateAsync("a red circle");
        string running = await studio.AcceptedAsync();
        await studio.BeyondAsync(4);

        await studio.GenerateAsync("a blue circle");
        await Assertions.Expect(studio["queue-position"]).ToContainTextAsync("1");
        await studio["history-item"].Filter(new() { HasText = "red" }).ClickAsync();
        await Assertions.Expect(studio["job-id"]).ToHaveTextAsync(running);
        await studio["cancel"].ClickAsync();
        await Assertions.Expect(studio["stage"]).ToContainTextAsync("Cancelled");

        await studio["history-item"].Filter(new() { HasText = "blue" }).ClickAsync();
        await studio.BeyondAsync(4);
        await studio["cancel"].ClickAsync();
        await Assertions.Expect(studio["stage"]).ToContainTextAsync("Cancelled");
    }

    [Fact]
    public async Task CutConnection_IsTakenUpAgain()
    {
        var server = await servers.LongAddressAsync();
        await using var browser = await chromium.NewContextAsync();
        IWebSocketRoute? toPage = null,
            toServer = null;
        await browser.RouteWebSocketAsync(
            address => address.Contains("_blazor", StringComparison.Ordinal),
            socket => (toPage, toServer) = (socket, socket.ConnectToServer()));
        var studio = await Studio.OpenAsync(browser, server);
        await studio.GenerateAsync("a red circle");
        string id = await studio.AcceptedAsync();
        await studio.BeyondAsync(4);

        int before = await studio.PercentAsync();
        await toServer!.CloseAsync(new() { Code = 3001 });
        await toPage!.CloseAsync(new() { Code = 3001 });
        await studio.BeyondAsync(before);
        Assert.Equal(id, await studio["job-id"].InnerTextAsync());
        await Assertions.Expect(studio.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await studio["cancel"].ClickAsync();
        await Assertions.Expect(studio["stage"]).ToContainTextAsync("Cancelled");
    }

    [Fact]
    public async Task KilledServer_ComesBackWithTheJobAndTheDraft()
    {
        await using var server = await ServerProcess.StartAsync("Studio__Steps=200");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await studio.GenerateAsync("a red circle", "12");
        string id = await studio.AcceptedAsync();
        await studio.BeyondAsync(4);
        await studio["prompt"].FillAsync("not sent yet");

        await server.KillAsync();
        await Assertions.Expect(studio.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await server.StartAsync();

        // The page comes back by itself.
        await studio.FinishedAsync();
        Assert.Equal(id, await studio["job-id"].InnerTextAsync());
        Assert.Equal("12", await studio["seed-used"].InnerTextAsync());
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("not sent yet");
    }

    [Fact]
    public async Task Strangers_SeeOnlyTheirOwn()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var one = await chromium.NewContextAsync();
        await using var other = await chromium.NewContextAsync();
        var mine = await Studio.OpenAsync(one, server);
        var theirs = await Studio.OpenAsync(other, server);

        await mine.GenerateAsync("a red circle");
        await theirs.GenerateAsync("a blue square");
        string id = await mine.AcceptedAsync();
        await mine.FinishedAsync();
        await theirs.FinishedAsync();

        Assert.Contains("red circle", await mine["history"].InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("blue", await mine["history"].InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("blue square", await theirs["history"].InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("red", await theirs["history"].InnerTextAsync(), StringComparison.Ordinal);

        var response = await theirs.Page.GotoAsync($"{server}job/{id}");
        Assert.Equal(404, response!.Status);
        await Assertions.Expect(theirs.Page.Locator("h1")).ToContainTextAsync("no such video");
        Assert.Equal(404, (await other.APIRequest.GetAsync($"{server}videos/{id}.mp4")).Status);
        Assert.Equal(200, (await one.APIRequest.GetAsync($"{server}videos/{id}.mp4")).Status);
    }
}
