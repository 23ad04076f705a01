using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CogSpace.Web.Tests.Hosting;

/// <summary>A request that fails is answered with a code that the log has too, and with nothing from inside.</summary>
public sealed partial class FailureAnswerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HeardLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task ABrowser_GetsAPage_AndOthersJson_WithACodeThatTheLogHas()
    {
        await using var server = await StartAsync("Hosting:PathBase=/cogspace");
        using var browser = server.NewBrowser();
        using var program = new HttpClient { BaseAddress = server.Address };

        using var page = await browser.GetAsync("/cogspace/fails", Cancel);
        using var data = await program.GetAsync("/fails", Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, page.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, data.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        string html = await page.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("Something went wrong on the server.", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/cogspace/\"", html, StringComparison.Ordinal);
        var json = await data.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.StartsWith("Something went wrong on the server.", json.GetProperty("error").GetString(), StringComparison.Ordinal);
        string[] codes = [Quoted().Match(html).Groups[1].Value, json.GetProperty("code").GetString()!];
        Assert.NotEqual(codes[0], codes[1]);
        foreach (string code in codes)
        {
            string line = Assert.Single(_log.Lines, line => line.Contains($"Failure {code}:", StringComparison.Ordinal));
            Assert.Contains("a secret of /etc/passwd", line, StringComparison.Ordinal);
        }

        foreach (string text in new[] { html, json.ToString(), page.ToString(), data.ToString() })
        {
            Assert.DoesNotContain("/etc/passwd", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        }

        Assert.Equal(2, _log.Lines.Count(line => line.Contains("InvalidOperationException", StringComparison.Ordinal)));
    }

    private Task<RunningServer> StartAsync(params string[] settings) =>
        RunningServer.StartAsync(_folder, services => services.AddSingleton<ILoggerProvider>(_log), settings);

    [GeneratedRegex("quote ([0-9a-f]{8}) when you report it")]
    private static partial Regex Quoted();
}
