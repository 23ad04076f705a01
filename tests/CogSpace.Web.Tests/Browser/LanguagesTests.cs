using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The page in three languages and two themes.</summary>
public sealed class LanguagesTests(Chromium chromium, SharedServers servers)
{
    [Theory]
    [InlineData("zh-CN", "zh-Hans", "跳到正文")]
    [InlineData("ja-JP", "ja", "本文へ移動")]
    [InlineData("fr-FR", "en", "Skip to the page")]
    public async Task ThePage_SpeaksTheLanguageOfTheBrowser(string locale, string tag, string skip)
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(new() { Locale = locale });
        var studio = await Studio.OpenAsync(browser, server);

        await Assertions.Expect(studio.Page.Locator(".skip-link")).ToHaveTextAsync(skip);
        await Assertions.Expect(studio.Page.Locator("html")).ToHaveAttributeAsync("lang", tag);
        await Assertions.Expect(studio["language"]).ToHaveValueAsync(tag);
        Assert.Empty(studio.Complaints);
    }

    [Fact]
    public async Task TheSwitch_LoadsThePageInAnotherLanguage_AndKeepsWhatIsWritten()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio["prompt"].FillAsync("a red circle");

        await studio["language"].SelectOptionAsync("ja");
        await Assertions.Expect(studio.Page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
        await studio.ReadyAsync();
        await Assertions.Expect(studio["prompt"]).ToHaveValueAsync("a red circle");
        await Assertions.Expect(studio.Page.Locator(".skip-link")).ToHaveTextAsync("本文へ移動");

        await studio.Page.GotoAsync($"{server}no-such-page");
        await Assertions.Expect(studio.Page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
        await Assertions.Expect(studio.Page).ToHaveTitleAsync("見つかりません · CogSpace");
        await studio["language"].SelectOptionAsync("en");
        await Assertions.Expect(studio.Page).ToHaveTitleAsync("Not found · CogSpace");
    }

    [Fact]
    public async Task TheTheme_IsKeptThroughAReload_AndIsTheSystemsUntilChosen()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(new() { ColorScheme = ColorScheme.Light });
        var studio = await Studio.OpenAsync(browser, server);
        string light = await BackgroundAsync();
        await Assertions.Expect(studio["theme"]).ToHaveValueAsync("system");

        await studio["theme"].SelectOptionAsync("dark");
        await Assertions.Expect(studio.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        string dark = await BackgroundAsync();
        Assert.NotEqual(light, dark);
        await studio.Page.ReloadAsync();
        await studio.ReadyAsync();
        Assert.Equal(dark, await BackgroundAsync());
        await Assertions.Expect(studio["theme"]).ToHaveValueAsync("dark");

        await studio["theme"].SelectOptionAsync("system");
        await studio.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Equal(dark, await BackgroundAsync());
        await studio["theme"].SelectOptionAsync("light");
        Assert.Equal(light, await BackgroundAsync());
        Assert.Empty(studio.Complaints);

        Task<string> BackgroundAsync() =>
            studio.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
    }
}
