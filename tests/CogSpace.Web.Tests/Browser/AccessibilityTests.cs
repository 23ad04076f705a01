using CogSpace.Tests.Rewriting;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>axe-core finds nothing in any state, and nothing is wider than a narrow window.</summary>
public sealed class AccessibilityTests(Chromium chromium, SharedServers servers)
{
    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Light, Traits = ["kind", "slow"])]
    [InlineData(1440, ColorScheme.Dark, Traits = ["kind", "slow"])]
    public async Task NoState_HasAFault(int width, ColorScheme scheme)
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says("A large red circle moves slowly."));
        await using var server = await StudioServer.StartLongAsync($"Rewriter__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 844 },
                ColorScheme = scheme,
                IsMobile = width < 500,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        var studio = await Studio.OpenAsync(browser, server.Address);

        var faults = new List<string>();
        await EachStateAsync(studio, LookAsync);

        await studio.Page.GotoAsync($"{server.Address}job/0123456789abcdef0123456789abcdef");
        await studio.Page.GetByText("There is no such video here").WaitForAsync();
        await LookAsync("missing");
        await studio.Page.GotoAsync($"{server.Address}verify");
        await studio.Page.Locator("h1").WaitForAsync();
        await LookAsync("verify");
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

        async Task LookAsync(string state) => faults.AddRange(
            from violation in (await studio.Page.RunAxe()).Violations
            from node in violation.Nodes
            select $"{state}: {violation.Id} at {node.Html}");
    }

    [Fact]
    public async Task At320Pixels_NothingIsWider()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says("A large red circle moves slowly."));
        await using var server = await StudioServer.StartLongAsync($"Rewriter__BaseUrl={model.BaseUrl}");
        await using var browser = await chromium.NewContextAsync(
            new() { ViewportSize = new() { Width = 320, Height = 640 }, IsMobile = true, ReducedMotion = ReducedMotion.Reduce });
        var studio = await Studio.OpenAsync(browser, server.Address);

        var faults = new List<string>();
        await EachStateAsync(
            studio,
            async state =>
            {
                if (await studio.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - 320") is > 0 and var wider)
                    faults.Add($"{state}: {wider} pixels too wide");
            });
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public async Task EveryExamplePrompt_CanBeReached_OnAPhone()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = 390, Height = 844 },
                IsMobile = true,
                HasTouch = true,
                ReducedMotion = ReducedMotion.Reduce,
            });
        var studio = await Studio.OpenAsync(browser, server);
        var chips = studio.Page.GetByRole(AriaRole.Group, new() { Name = "Example prompts" }).GetByRole(AriaRole.Button);
        int count = await chips.CountAsync();
        Assert.True(count > 2);

        await chips.First.FocusAsync();
        for (int i = 0; i < count; i++)
        {
            await Assertions.Expect(chips.Nth(i)).ToBeFocusedAsync();
            await studio.Page.WaitForFunctionAsync(
                """
                chip => {
                  const box = chip.getBoundingClientRect();
                  return box.left >= 0 && box.right <= innerWidth
                    && [0.05, 0.95].every(part =>
                      chip.contains(document.elementFromPoint(box.left + part * box.width, box.top + box.height / 2)));
                }
                """,
                await chips.Nth(i).ElementHandleAsync());
            await studio.Page.Keyboard.PressAsync("Tab");
        }

        await chips.Last.TapAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync(await chips.Last.InnerTextAsync());
    }

    private static async Task EachStateAsync(Studio studio, Func<string, Task> look)
    {
        await look("idle");
        await studio["prompt"].FillAsync("a red ball");
        await studio["rewrite"].ClickAsync();
        await studio["rewrite-undo"].WaitForAsync();
        await look("rewritten");
        await studio["prompt"].FillAsync("");
        await studio["generate"].ClickAsync();
        await studio.ErrorAsync();
        await look("empty prompt");
        await studio.GenerateAsync("a pink ring moves in a circle on a black background", "many");
        await Assertions.Expect(studio["error"]).ToContainTextAsync("seed");
        await look("wrong seed");
        await studio.GenerateAsync("a pink ring moves in a circle on a black background", "5");
        await studio.AcceptedAsync();
        await studio.BeyondAsync(0);
        await look("running");
        await studio["settings"].ClickAsync();
        await studio["steps"].FillAsync("1");
        await look("settings");
        await studio["upscale"].CheckAsync();
        await studio["interpolate"].CheckAsync();
        await studio.GenerateAsync("a large green heart shrinks on a white background");
        await studio["queue-position"].WaitForAsync();
        await look("queued");
        await studio["history-item"].Filter(new() { HasText = "ring" }).Locator("a").ClickAsync();
        await studio["cancel"].ClickAsync();
        await Assertions.Expect(studio["stage"]).ToContainTextAsync("Cancelled");
        await look("cancelled");
        await studio["history-item"].Filter(new() { HasText = "heart" }).Locator("a").ClickAsync();
        await studio.FinishedAsync();
        await look("finished");
        await studio["details"].ClickAsync();
        await studio["history"].GetByRole(AriaRole.Button, new() { Name = "Delete" }).First.ClickAsync();
        await look("details and a question");
        foreach (string tab in new[] { "image", "video" })
        {
            await studio.TabAsync(tab);
            await look(tab);
            await studio.ChooseExampleAsync(tab);
            await look($"{tab}, chosen");
        }
    }
}
