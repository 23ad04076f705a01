using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>What a visitor does with a finished video, and what others see of it.</summary>
public sealed class SharingTests(Chromium chromium, SharedServers servers)
{
    [Fact]
    public async Task Share_OpensAPageForEverybody_UntilItIsClosed()
    {
        var server = await servers.AddressAsync("Studio__Steps=1", "Gallery__Enabled=true");
        await using var browser = await chromium.NewContextAsync();
        await using var elsewhere = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.GenerateAsync("a red circle to share");
        string id = await studio.AcceptedAsync();
        await studio.FinishedAsync();
        await Assertions.Expect(studio["kept-until"]).ToContainTextAsync(new Regex("^Kept until \\S+ \\S+"));

        await studio["share"].ClickAsync();
        string link = await studio["share-link"].InputValueAsync();
        Assert.StartsWith($"{server}share/", link, StringComparison.Ordinal);
        Assert.DoesNotContain(id, link, StringComparison.Ordinal);
        await studio["copy-link"].ClickAsync();
        await Assertions.Expect(studio["making"]).ToContainTextAsync("copied");

        var page = await elsewhere.NewPageAsync();
        await page.GotoAsync(link);
        await Assertions.Expect(page.GetByTestId("shared-prompt")).ToHaveTextAsync("a red circle to share");
        await Assertions.Expect(page.GetByTestId("ai-label")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("document.querySelector('[data-testid=shared-video]').readyState >= 2");
        await page.GetByTestId("report-open").ClickAsync();
        await page.GetByTestId("report-send").ClickAsync();
        await Assertions.Expect(page.GetByTestId("report-answer")).ToContainTextAsync("Thank you.");

        await studio["gallery-show"].CheckAsync();
        await page.GotoAsync($"{server}gallery");
        await page.GetByTestId("gallery-item").ClickAsync();
        await Assertions.Expect(page.GetByTestId("shared-prompt")).ToHaveTextAsync("a red circle to share");

        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await Assertions.Expect(studio["gallery-show"]).ToBeCheckedAsync();
        await studio["unshare"].ClickAsync();
        await Assertions.Expect(studio["share"]).ToBeFocusedAsync();
        Assert.Equal(404, (await page.GotoAsync(link))!.Status);
        await Assertions.Expect(page.GetByTestId("shared-gone")).ToContainTextAsync("There is no video at this address.");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task VaryRestyleAndExtend_MakeMoreOfAVideo()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.MakeAsync("a red circle to vary", "77");

        string first = studio.Page.Url;
        await studio["vary"].ClickAsync();
        await studio.JobAddressAsync(first);
        await Assertions.Expect(studio.Page.Locator("#result")).ToBeFocusedAsync();
        await studio.FinishedAsync();
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(2);
        await Assertions.Expect(studio["seed-used"]).Not.ToHaveTextAsync("77");
        await Assertions.Expect(studio.Page.Locator(".job .prompt")).ToHaveTextAsync("a red circle to vary");

        await studio["copy"].FocusAsync();
        await studio.Page.Keyboard.PressAsync("Enter");
        await studio["copy-seed"].ClickAsync();
        await Assertions.Expect(studio["making"]).ToHaveTextAsync("The seed is copied.");

        await studio["prompt"].FillAsync("something else");
        await studio["restyle"].ClickAsync();
        await Assertions.Expect(studio["tab-video"]).ToHaveAttributeAsync("aria-selected", "true");
        await studio["crop"].WaitForAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a red circle to vary");
        await studio["strength"].FillAsync("1");       // less would leave nothing of one step
        string second = studio.Page.Url;
        await studio["generate"].ClickAsync();
        await studio.JobAddressAsync(second);
        await studio["origin"].WaitForAsync();
        await studio.FinishedAsync();

        string third = studio.Page.Url;
        await studio["extend"].ClickAsync();
        await studio.JobAddressAsync(third);
        await Assertions.Expect(studio["extends"]).ToHaveTextAsync("a video of 49 frames");
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task Several_AreSeenSideBySide_Downloaded_AndDeletedTogether()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(Chromium.Moving());
        var studio = await Studio.OpenAsync(browser, server);
        await studio.MakeAsync("a red circle, one of two", "1");
        await studio.MakeAsync("a red circle, two of two", "2");

        await studio["side-by-side"].ClickAsync();
        await studio["pick"].First.ClickAsync();
        await Assertions.Expect(studio["pair"]).ToHaveCountAsync(0);
        await studio["pick"].Last.ClickAsync();
        await studio.Page.WaitForFunctionAsync(
            """
            () => {
              const [first, second] = document.querySelectorAll('[data-testid=pair] video');
              return first && first.currentTime > 0.3 && !second.paused && Math.abs(first.currentTime - second.currentTime) < 0.3;
            }
            """);
        await studio.Page.EvaluateAsync("document.querySelector('[data-testid=pair] video').pause()");
        await studio.Page.WaitForFunctionAsync("document.querySelectorAll('[data-testid=pair] video')[1].paused");
        await studio["pick"].First.ClickAsync();
        await Assertions.Expect(studio["pair"]).ToHaveCountAsync(0);

        var archive = await studio.Page.RunAndWaitForDownloadAsync(() => studio["download-all"].ClickAsync());
        Assert.Equal("cogspace-videos.zip", archive.SuggestedFilename);

        await studio["delete-all"].ClickAsync();
        await Assertions.Expect(studio["delete-all-sure"]).ToBeFocusedAsync();
        await Assertions.Expect(studio["history-item"]).ToHaveCountAsync(2);
        await studio["delete-all-sure"].ClickAsync();
        await Assertions.Expect(studio["history"]).ToHaveCountAsync(0);
        await Assertions.Expect(studio["news"]).ToHaveTextAsync("Your videos are deleted.");
        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        await Assertions.Expect(studio["history"]).ToHaveCountAsync(0);
        Assert.Empty(studio.Complaints);
    }
}
