using System.Net;
using CogSpace.Web.Owners;

namespace CogSpace.Web.Tests.Owners;

public sealed class OwnerCookieTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ABrowser_StaysItself_AndIsNobodyElse_AfterARestartToo()
    {
        var cookies = new CookieContainer();
        string mine;
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var browser = server.NewBrowser(cookies);
            using var other = server.NewBrowser();
            mine = await browser.GetStringAsync("/me", Cancel);
            Assert.Equal(mine, await browser.GetStringAsync("/me", Cancel));
            Assert.NotEqual(mine, await other.GetStringAsync("/me", Cancel));
        }

        await using var next = await RunningServer.StartAsync(_folder);
        using var again = next.NewBrowser(cookies);
        Assert.Equal(mine, await again.GetStringAsync("/me", Cancel));
    }

    [Fact]
    public async Task TheCookie_IsHttpOnlyLaxAndSigned_AndNamesNoOwner()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser();

        using var answer = await browser.GetAsync("/me", Cancel);

        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(await answer.Content.ReadAsStringAsync(Cancel), cookie, StringComparison.Ordinal);
        using var second = await browser.GetAsync("/me", Cancel);
        Assert.False(second.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task InsideAFrame_TheCookieTravels_AndThePolicyNamesTheSites()
    {
        await using var server = await RunningServer.StartAsync(
            _folder,
            "Hosting:FrameAncestors:0=https://huggingface.co",
            "Hosting:FrameAncestors:1=https://*.hf.space"
        );
        using var browser = server.NewBrowser();

        using var answer = await browser.GetAsync("/me", Cancel);

        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=none", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
        Assert.Contains("Partitioned", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains(
            "; frame-ancestors 'self' https://huggingface.co https://*.hf.space; ",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00%ff")]
    [InlineData("../../keys")]
    public async Task AForgedCookie_IsNobody_AndIsReplaced(string forged)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Add("Cookie", $"{OwnerCookie.Name}={forged}");

        using var answer = await browser.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(forged, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.True(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task ATamperedOrForeignCookie_IsNobody()
    {
        using var elsewhere = new TemporaryFolder();
        var cookies = new CookieContainer();
        string mine;
        await using (var server = await RunningServer.StartAsync(elsewhere))
        {
            using var browser = server.NewBrowser(cookies);
            mine = await browser.GetStringAsync("/me", Cancel);
            string value = Assert.Single(cookies.GetAllCookies()).Value;
            using var tampering = server.NewBrowser();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
            request.Headers.Add("Cookie", $"{OwnerCookie.Name}={value[..^4]}AAAA");
            using var answer = await tampering.SendAsync(request, Cancel);
            Assert.NotEqual(mine, await answer.Content.ReadAsStringAsync(Cancel));
        }

        await using var other = await RunningServer.StartAsync(_folder);
        using var visitor = other.NewBrowser(cookies);
        Assert.NotEqual(mine, await visitor.GetStringAsync("/me", Cancel));
    }

    [Fact]
    public async Task OnlyAPage_HandsOutACookie_AndWithoutOneAllElseIsNobodys()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me") { Headers = { Accept = { new("*/*") } } };
        browser.DefaultRequestHeaders.Accept.Clear();

        using var answer = await browser.SendAsync(request, Cancel);

        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(OwnerContext.Nobody, await answer.Content.ReadAsStringAsync(Cancel));
    }

    public void Dispose() => _folder.Dispose();
}
