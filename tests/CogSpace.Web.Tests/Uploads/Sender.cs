using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CogSpace.Web.Tests.Uploads;

/// <summary>A browser that has loaded the page and sends files as its script does.</summary>
internal sealed class Sender : IDisposable
{
    private readonly string _token;

    private Sender(HttpClient browser, string owner, string token) => (Browser, Owner, _token) = (browser, owner, token);

    public HttpClient Browser { get; }

    public string Owner { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="server">Whose page it has loaded.</param>
    /// <param name="cookies">That it has already.</param>
    /// <param name="address">That a proxy says it comes from.</param>
    public static async Task<Sender> OpenAsync(
        RunningServer server, CookieContainer? cookies = null, string? address = null)
    {
        var browser = server.NewBrowser(cookies);
        if (address is not null)
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        string owner = await browser.GetStringAsync("/me", Cancel);
        return new Sender(browser, owner, await browser.GetStringAsync("/token", Cancel));
    }

    public Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(
        byte[] file, string? kind = null, string type = "application/octet-stream")
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new(type);
        return SendAsync(content, kind, _token);
    }

    public async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpContent content, string? kind, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, kind is null ? "/uploads" : $"/uploads?kind={kind}")
        {
            Content = content,
        };
        if (token is not null)
            request.Headers.Add("RequestVerificationToken", token);
        using var answer = await Browser.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    public Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpContent content, string? kind) =>
        SendAsync(content, kind, _token);

    /// <summary>Posts anything, with the token of the page.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("RequestVerificationToken", _token);
        using var answer = await Browser.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    /// <summary>Sends what will be taken.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> TakenAsync(byte[] file, string? kind = null)
    {
        var (status, answer) = await SendAsync(file, kind);
        Assert.True(status == HttpStatusCode.OK, $"{status}: {answer}");
        return answer.GetProperty("id").GetString()!;
    }

    /// <summary>The bytes of a request, up to its body, for tests that break it off.</summary>
    public string Head(Uri server, long length, CookieContainer cookies) =>
        $"POST /uploads?kind=image HTTP/1.1\r\nHost: {server.Authority}\r\nCookie: " +
        $"{cookies.GetCookieHeader(server)}\r\nRequestVerificationToken: {_token}\r\nContent-Length: {length}\r\n\r\n";

    public void Dispose() => Browser.Dispose();
}
