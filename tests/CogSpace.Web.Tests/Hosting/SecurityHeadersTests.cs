using System.Net;

namespace CogSpace.Web.Tests.Hosting;

public sealed class SecurityHeadersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/me")]
    [InlineData("/healthz")]
    [InlineData("/fails")]
    [InlineData("/videos/0123456789abcdef0123456789abcdef.mp4")]
    public async Task EveryAnswer_HasThem_FailuresToo(string path)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser();

        using var answer = await browser.GetAsync(path, Cancel);

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        string policy = Header(answer, "Content-Security-Policy")!;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        string[] directives = policy.Split("; ");
        Assert.Contains("script-src 'self'", directives);
        Assert.Contains("style-src 'self'", directives);
        Assert.Contains("frame-ancestors 'self'", directives);
        Assert.Equal(
            "style-src-attr 'unsafe-inline'",
            Assert.Single(directives, each => each.Contains("unsafe", StringComparison.Ordinal)));
        Assert.Null(Header(answer, "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("https", "videos.example.org", "max-age=31536000", "same-origin")]
    [InlineData("https", "localhost", null, "same-origin")]
    [InlineData("http", "videos.example.org", null, null)]
    [InlineData("http", "[::1]:7860", null, "same-origin")]
    public async Task Https_IsRememberedByBrowsers_AndPlainHttpIsNotToldWhatItCannotDo(
        string scheme, string host, string? transport, string? opener)
    {
        await using var server = await RunningServer.StartAsync(_folder, "Hosting:TrustedProxies:0=127.0.0.0/8");
        using var browser = server.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz")
        {
            Headers = { { "X-Forwarded-For", "203.0.113.7" }, { "X-Forwarded-Proto", scheme }, { "X-Forwarded-Host", host } },
        };

        using var answer = await browser.SendAsync(request, Cancel);

        Assert.Equal(transport, Header(answer, "Strict-Transport-Security"));
        Assert.Equal(opener, Header(answer, "Cross-Origin-Opener-Policy"));
    }

    [Fact]
    public async Task APageThatMayBeFramed_MayBeEmbedded_AndItsFilesMayNot()
    {
        await using var server = await RunningServer.StartAsync(
            _folder, "Hosting:FrameAncestors:0=https://huggingface.co", "Hosting:FrameAncestors:1=https://*.hf.space");
        using var browser = server.NewBrowser();

        using var page = await browser.GetAsync("/fails", Cancel);        // an HTML page
        using var file = await browser.GetAsync("/me", Cancel);

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Equal("cross-origin", Header(page, "Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", Header(file, "Cross-Origin-Resource-Policy"));
        Assert.Contains(
            "frame-ancestors 'self' https://huggingface.co https://*.hf.space;", Header(page, "Content-Security-Policy"),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, page.StatusCode);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
