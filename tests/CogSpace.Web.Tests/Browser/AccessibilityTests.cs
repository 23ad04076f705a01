using CogSpace.Web.Languages;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>axe-core finds nothing in any state, and nothing is wider than its window.</summary>
public sealed class AccessibilityTests(Chromium chromium, SharedServers servers)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true, Traits = ["kind", "slow"])]
    public async Task NoState_HasAFault_OrIsWiderThanItsWindow(bool everyWay)
    {
        await using var states = await PageStates.StartAsync(chromium);
        var faults = new List<string>();
        foreach (var language in Language.All)
        {
            await states.SpeakAsync(language);
            foreach (string state in PageStates.Names)
            {
                var studio = await states.EnterAsync(state);
                var looks = everyWay ? Look.All : [Look.Of(language)];
                foreach (var look in looks)
                {
                    string where = $"{state}, {look}, {language.Tag}";
                    await look.TakeAsync(studio.Page);
                    var found = (await studio.Page.RunAxe()).Violations;
                    faults.AddRange(found.SelectMany(fault => fault.Nodes, (fault, at) => $"{where}: {fault.Id} at {at.Html}"));
                    await NotWiderAsync(studio, where);
                }

                await studio.Page.SetViewportSizeAsync(320, 640);
                await NotWiderAsync(studio, $"{state}, 320, {language.Tag}");
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

        async Task NotWiderAsync(Studio studio, string where)
        {
            if (await studio.OverflowAsync() is > 0 and var wider)
                faults.Add($"{where}: {wider} pixels too wide");
        }
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
}
