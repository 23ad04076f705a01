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
    public async Task ARefusal_IsSaidInTheLanguageOfThePage()
    {
        var server = await servers.AddressAsync("Studio__Steps=1");
        await using var browser = await chromium.NewContextAsync(new() { Locale = "zh-CN" });
        var studio = await Studio.OpenAsync(browser, server);

        await studio["generate"].ClickAsync();
        Assert.Equal("提示词为空：请描述视频内容。", await studio.ErrorAsync());
        await studio.GenerateAsync("a red circle", "seven");
        await Assertions.Expect(studio["error"]).ToContainTextAsync("不是有效的种子");
        await studio.TabAsync("image");
        await studio["image-input"].SetInputFilesAsync(
            new FilePayload { Name = "cat.png", MimeType = "image/png", Buffer = "meow"u8.ToArray() });
        await Assertions.Expect(studio["error"]).ToContainTextAsync("无法读取该文件：它是文本文件。");
    }

    [Fact]
    public async Task NewsOfAJob_IsInTheLanguageOfThePage_AlsoWhenAnotherTabSpeaksAnother()
    {
        var server = await servers.LongAddressAsync();
        await using var browser = await chromium.NewContextAsync(new() { Locale = "ja-JP" });
        var studio = await Studio.OpenAsync(browser, server);
        var other = await Studio.OpenAsync(browser, server);
        await other["language"].SelectOptionAsync("en");
        await Assertions.Expect(other.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");

        await studio.GenerateAsync("a red circle");
        await studio.AcceptedAsync();
        await Assertions.Expect(studio["stage"]).ToHaveTextAsync("ノイズを除去中");
        await studio.BeyondAsync(2);
        await Assertions.Expect(studio["eta"]).ToContainTextAsync("残り");
        await Assertions.Expect(other["stage"]).ToHaveTextAsync("Denoising");
        await studio["cancel"].ClickAsync();
        await Assertions.Expect(studio["news"]).ToHaveTextAsync("動画をキャンセルしました：a red circle");
        await Assertions.Expect(other["stage"]).ToHaveTextAsync("Cancelled. Nothing was made.");
        Assert.Empty(studio.Complaints);
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
