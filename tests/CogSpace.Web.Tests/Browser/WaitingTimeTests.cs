using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>How long a video takes: said before it is asked for, while it waits and while it is made.</summary>
public sealed class WaitingTimeTests(Chromium chromium)
{
    [Fact]
    public async Task BeforeGenerate_AfterARestart_AndInTheQueue_TheTimeIsSaid()
    {
        await using var server = await ServerProcess.StartAsync("Studio__Steps=3");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await Assertions.Expect(studio["estimate"]).ToHaveTextAsync("The first video shows how long it takes here.");
        await studio.MakeAsync("a red circle", "1");
        await studio["prompt"].FillAsync("a blue circle");
        await Assertions.Expect(studio["estimate"]).ToContainTextAsync("Takes ");

        await server.KillAsync();
        await server.StartAsync();
        await studio.Page.GotoAsync(server.Address.ToString());
        await studio.ReadyAsync();
        await Assertions.Expect(studio["estimate"]).ToContainTextAsync("Takes ");

        // Every setting that costs time counts at once.
        string usual = await studio["estimate"].InnerTextAsync();
        await studio["settings"].ClickAsync();
        await studio["steps"].FillAsync("20");       // a time in seconds: in minutes the next would change nothing
        await Assertions.Expect(studio["estimate"]).Not.ToHaveTextAsync(usual);
        string longer = await studio["estimate"].InnerTextAsync();
        await studio["upscale"].CheckAsync();
        await Assertions.Expect(studio["estimate"]).Not.ToHaveTextAsync(longer);
        await studio["upscale"].UncheckAsync();
        await Assertions.Expect(studio["estimate"]).ToHaveTextAsync(longer);

        await studio["steps"].FillAsync("1000");
        await studio.GenerateAsync("a red circle", "2");
        await Assertions.Expect(studio["eta"]).ToContainTextAsync(" left");
        await Assertions.Expect(studio["stage"]).ToContainTextAsync("Denoising");
        await studio["steps"].FillAsync("3");
        await studio.GenerateAsync("a green circle", "2");
        await Assertions.Expect(studio["queue-position"]).ToContainTextAsync("yours is next");
        await Assertions.Expect(studio["wait"]).ToContainTextAsync("Starts in about ");
    }
}
