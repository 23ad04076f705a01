using System.Net;
using System.Text.RegularExpressions;
using CogSpace.Web.Operations;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Operations;

/// <summary>Who gets onto the operator's page, by HTTP alone.</summary>
public sealed partial class OperatorTests : IDisposable
{
    private const string Token = "an-operators-token-1";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithoutAToken_ThereIsNoSuchPage()
    {
        using var server = ServerProcess.Start(_folder);
        using var browser = Browser(await server.ListensAsync());

        using var page = await browser.GetAsync("/operator", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.DoesNotContain("Token", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var login = await LogInAsync(browser, "");
        Assert.Equal(HttpStatusCode.NotFound, login.StatusCode);
    }

    [Fact]
    public async Task TheToken_OpensThePage_UntilLogout()
    {
        using var server = ServerProcess.Start(_folder, $"Operations__Token={Token}");
        using var browser = Browser(await server.ListensAsync());
        Assert.DoesNotContain("operator-job", await browser.GetStringAsync("/operator", Cancel), StringComparison.Ordinal);
        Assert.False(await IsInAsync(browser));

        using var login = await LogInAsync(browser, Token);

        string cookie = Assert.Single(
            login.Headers.GetValues("Set-Cookie"), each => each.StartsWith(OperatorCookie.Name, StringComparison.Ordinal));
        foreach (string part in new[] { "httponly", "samesite=strict", "path=/" })
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);       // it came by http
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        Assert.True(await IsInAsync(browser));
        using var stranger = Browser(await server.ListensAsync());
        stranger.DefaultRequestHeaders.Add("Cookie", $"{OperatorCookie.Name}={new string('0', 32)}");
        Assert.False(await IsInAsync(stranger));

        string session = cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];
        using var logout = await PostAsync(browser, "/operator/logout", []);
        Assert.False(await IsInAsync(browser));
        using var kept = Browser(await server.ListensAsync());
        kept.DefaultRequestHeaders.Add("Cookie", session);
        Assert.False(await IsInAsync(kept));       // the session is over, even with its cookie
        Assert.DoesNotContain(Token, server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BehindHttps_TheCookieIsSecure()
    {
        using var server = ServerProcess.Start(
            _folder, $"Operations__Token={Token}", "Hosting__TrustedProxies__0=127.0.0.1", "Hosting__TrustedProxies__1=::1");
        using var browser = Browser(await server.ListensAsync());
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var page = await browser.GetAsync("/operator", Cancel);
        var cookies = page.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]);
        browser.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies));
        string form = FormToken().Match(await page.Content.ReadAsStringAsync(Cancel)).Groups[1].Value;

        using var login = await browser.PostAsync(
            "/operator/login",
            new FormUrlEncodedContent([new("token", Token), new("__RequestVerificationToken", form)]), Cancel);

        string cookie = Assert.Single(
            login.Headers.GetValues("Set-Cookie"), each => each.StartsWith(OperatorCookie.Name, StringComparison.Ordinal));
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task WrongTokens_AreCounted_AndThenEvenTheRightOneWaits()
    {
        using var server = ServerProcess.Start(_folder, $"Operations__Token={Token}");
        using var browser = Browser(await server.ListensAsync());
        for (int attempt = 0; attempt < LoginAttempts.Most; attempt++)
        {
            using var wrong = await LogInAsync(browser, $"{Token}{attempt}");
            Assert.Equal("/operator?problem=token", wrong.Headers.Location!.ToString());
        }

        using var right = await LogInAsync(browser, Token);

        Assert.Equal("/operator?problem=wait", right.Headers.Location!.ToString());
        Assert.False(await IsInAsync(browser));
        Assert.Contains(
            "Too many wrong tokens", await browser.GetStringAsync("/operator?problem=wait", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AForeignForm_DoesNotLogIn()
    {
        using var server = ServerProcess.Start(_folder, $"Operations__Token={Token}");
        using var browser = Browser(await server.ListensAsync());

        using var answer = await browser.PostAsync("/operator/login", new FormUrlEncodedContent([new("token", Token)]), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(await IsInAsync(browser));
    }

    [Fact]
    public void Attempts_CountForAnAddress_AndForAWhile()
    {
        var clock = new TestClock();
        var attempts = new LoginAttempts(clock);
        for (int attempt = 0; attempt < LoginAttempts.Most; attempt++)
            Assert.Equal(LoginResult.Wrong, attempts.Try("198.51.100.1", () => false));
        Assert.Equal(LoginResult.Wait, attempts.Try("198.51.100.1", () => true));
        Assert.Equal(LoginResult.Right, attempts.Try("198.51.100.2", () => true));

        clock.Advance(LoginAttempts.Window);

        Assert.Equal(LoginResult.Right, attempts.Try("198.51.100.1", () => true));
    }

    [Fact]
    public void Sessions_End()
    {
        var clock = new TestClock();
        var sessions = new OperatorSessions(clock);
        string first = sessions.Begin(), second = sessions.Begin();
        Assert.NotEqual(first, second);
        sessions.End(first);
        Assert.False(sessions.IsValid(first));
        Assert.True(sessions.IsValid(second));
        Assert.False(sessions.IsValid(null));

        clock.Advance(OperatorSessions.Lifetime);

        Assert.False(sessions.IsValid(second));
    }

    public void Dispose() => _folder.Dispose();

    private static HttpClient Browser(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = address,
        };

    private static async Task<bool> IsInAsync(HttpClient browser) =>
        (await browser.GetStringAsync("/operator", Cancel)).Contains("data-testid=\"logout\"", StringComparison.Ordinal);

    private static Task<HttpResponseMessage> LogInAsync(HttpClient browser, string token) =>
        PostAsync(browser, "/operator/login", [new("token", token)]);

    // As the page's own form does.
    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient browser, string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        string page = await browser.GetStringAsync("/", Cancel);
        string form = MetaToken().Match(page).Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", form)));
        return await browser.PostAsync(address, content, Cancel);
    }

    [GeneratedRegex("name=\"form-token\" content=\"([^\"]+)\"")]
    private static partial Regex MetaToken();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
