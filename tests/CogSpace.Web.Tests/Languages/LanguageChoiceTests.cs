using System.Net;
using CogSpace.Web.Languages;

namespace CogSpace.Web.Tests.Languages;

/// <summary>Which language a request is answered in.</summary>
public sealed class LanguageChoiceTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(null, "There is no such video, or it has expired.")]
    [InlineData("de, fr;q=0.5", "There is no such video, or it has expired.")]
    [InlineData("de, zh-CN;q=0.5, en;q=0.4", "没有该视频，或它已过期。")]
    [InlineData("zh-Hant-TW", "没有该视频，或它已过期。")]
    [InlineData("en;q=0.2, ja-JP", "その動画はないか、期限が切れています。")]
    [InlineData("ja;q=0, zh", "没有该视频，或它已过期。")]
    public async Task AnAnswer_IsInTheLanguageThatTheBrowserLikesBest(string? languages, string sentence)
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await RunningServer.StartAsync(_data);
        using var browser = server.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/videos/{new string('0', 32)}.mp4");
        if (languages is not null)
            request.Headers.Add("Accept-Language", languages);
        using var answer = await browser.SendAsync(request, token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(sentence, await answer.Content.ReadAsStringAsync(token));
    }

    [Fact]
    public async Task AChoice_CountsMoreThanTheBrowser_AndNobodyChoosesWhatThereIsNot()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await RunningServer.StartAsync(_data);
        using var browser = server.NewBrowser();
        browser.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");

        using var chosen = await browser.PostAsync($"/{LanguageServices.Address}/ja", content: null, token);
        Assert.Equal(HttpStatusCode.NoContent, chosen.StatusCode);
        string cookie = Assert.Single(
            chosen.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("language", StringComparison.Ordinal));
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("max-age=31536000", cookie, StringComparison.Ordinal);
        Assert.Equal(
            "その動画はないか、期限が切れています。",
            await (await browser.GetAsync($"/videos/{new string('0', 32)}.mp4", token)).Content.ReadAsStringAsync(token));
        using var unknown = await browser.PostAsync($"/{LanguageServices.Address}/tlh", content: null, token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var failed = await browser.GetAsync("/fails", token);
        Assert.Contains(
            "サーバーで問題が発生しました",
            System.Text.RegularExpressions.Regex.Unescape(await failed.Content.ReadAsStringAsync(token)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task InsideAFrame_AndBelowAPath_AChoiceTravels()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await RunningServer.StartAsync(
            _data, "Hosting:FrameAncestors:0=https://huggingface.co", "Hosting:PathBase=/demo");
        using var browser = server.NewBrowser();

        using var chosen = await browser.PostAsync($"/demo/{LanguageServices.Address}/zh-Hans", content: null, token);

        string cookie = Assert.Single(
            chosen.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("language", StringComparison.Ordinal));
        Assert.Contains("samesite=none", cookie, StringComparison.Ordinal);
        Assert.Contains("Partitioned", cookie, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/demo/videos/{new string('0', 32)}.mp4");
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var answer = await browser.SendAsync(request, token);
        Assert.Equal("没有该视频，或它已过期。", await answer.Content.ReadAsStringAsync(token));
    }
}
