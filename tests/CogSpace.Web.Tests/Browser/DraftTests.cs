using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>A draft is not lost by what happens to the tab, the connection or the server.</summary>
public sealed class DraftTests(Chromium chromium, SharedServers servers)
{
    private static readonly (string Field, string Text)[] Texts =
    [
        ("prompt", "a pink heart moves up"),
        ("seed", "77"),
        ("negative-prompt", "blue"),
        ("steps", "13"),
        ("guidance", "4.5"),
    ];

    [Fact]
    public async Task Reload_KeepsAllOfIt()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await WriteAsync(studio);

        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await ExpectAsync(studio);

        // What was sent is still there to be changed and sent again.
        await studio["generate"].ClickAsync();
        await studio.AcceptedAsync();
        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await ExpectAsync(studio);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Reload_KeepsWhatAnEarlierVideoBrought()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio["example"].Last.ClickAsync();       // with its recipe
        await Assertions.Expect(studio["steps"]).ToHaveValueAsync("50");
        string prompt = await studio["prompt"].InputValueAsync();
        await studio.Page.WaitForFunctionAsync(
            "prompt => JSON.parse(sessionStorage.getItem('cogspace-draft'))?.prompt === prompt", prompt);

        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(prompt);
        await Assertions.Expect(studio["steps"]).ToHaveValueAsync("50");
        await Assertions.Expect(studio["seed"]).Not.ToHaveValueAsync("");
    }

    [Fact]
    public async Task ACrashOfTheTab_KeepsAllOfIt()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await WriteAsync(studio);
        var crash = new TaskCompletionSource();
        studio.Page.Crash += (_, _) => crash.SetResult();
        var devTools = await browser.NewCDPSessionAsync(studio.Page);

        _ = IgnoreAsync(devTools.SendAsync("Page.crash"));
        await crash.Task.WaitAsync(TestContext.Current.CancellationToken);
        await IgnoreAsync(devTools.SendAsync("Page.reload"));

        foreach (var (field, text) in Texts)
            await ValueAsync(field, text);

        // The crashed page is not Playwright's any more, but the browser shows it again.
        async Task ValueAsync(string field, string text)
        {
            string? value = null;
            while (value != text)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                var answer = await devTools.SendAsync(
                    "Runtime.evaluate",
                    new() { ["expression"] = $"document.querySelector('[data-testid={field}]:enabled')?.value" });
                value = answer?.GetProperty("result").TryGetProperty("value", out var found) == true ? found.GetString() : null;
            }
        }
    }

    [Fact]
    public async Task WhileDisconnected_GenerateRests_AndSaysWhy_AndAStartKeepsTheDraft()
    {
        await using var server = await ServerProcess.StartAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server.Address);
        await WriteAsync(studio);
        await Assertions.Expect(studio["offline"]).ToBeHiddenAsync();

        await server.KillAsync();
        await Assertions.Expect(studio["generate"]).ToBeDisabledAsync();
        await Assertions.Expect(studio["offline"]).ToContainTextAsync("The connection to the server is lost.");
        await Assertions.Expect(studio["offline"]).ToBeVisibleAsync();
        await studio["prompt"].PressAsync("Control+Enter");
        await studio["seed"].FillAsync("78");       // the server does not hear of it
        await server.StartAsync();

        await studio.Page.WaitForFunctionAsync(
            "() => document.querySelector('[data-testid=generate]:enabled') && " +
            "document.querySelector('[data-testid=seed]').value === '78'");
        await studio.ReadyAsync();
        await studio["seed"].FillAsync("77");
        await ExpectAsync(studio);
        Assert.Equal(0, await studio["history-item"].CountAsync());
        await studio["generate"].ClickAsync();
        await studio.FinishedAsync();
    }

    private static async Task WriteAsync(Studio studio)
    {
        await studio.ChooseExampleAsync("image");
        await studio["crop"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("+");       // so that there is something to move
        await studio.Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(studio["crop"]).ToHaveAttributeAsync("data-y", "0.4800");
        await studio["settings"].ClickAsync();
        foreach (var (field, text) in Texts)
            await studio[field].FillAsync(text);
        await studio["interpolate"].CheckAsync();
        await studio["step-cache"].CheckAsync();
        await studio.Page.WaitForFunctionAsync(
            "() => JSON.parse(sessionStorage.getItem('cogspace-tab'))?.imageCrop?.y === 0.48");
    }

    private static async Task ExpectAsync(Studio studio)
    {
        await Assertions.Expect(studio["tab-image"]).ToHaveAttributeAsync("aria-selected", "true");
        foreach (var (field, text) in Texts)
            await Assertions.Expect(studio[field]).ToHaveValueAsync(text);
        await Assertions.Expect(studio["interpolate"]).ToBeCheckedAsync();
        await Assertions.Expect(studio["upscale"]).Not.ToBeCheckedAsync();
        await Assertions.Expect(studio["step-cache"]).ToBeCheckedAsync();
        await Assertions.Expect(studio["crop"]).ToHaveAttributeAsync("data-y", "0.4800");
    }

    private static async Task IgnoreAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (PlaywrightException)
        {
            // The page that would answer is gone.
        }
    }
}
