using System.Net;
using System.Net.WebSockets;
using CogSpace.Web.Tests.Browser;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.Web.Tests.Hosting;

/// <summary>What the whole server, with its page, says to requests that are not as they should be.</summary>
public sealed class AnswersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWrongFormToken_IsRefusedWithASentence()
    {
        await using var server = await StudioServer.StartAsync();
        using var browser = new HttpClient { BaseAddress = server.Address };
        using var form = new FormUrlEncodedContent([new("_handler", "any"), new("__RequestVerificationToken", "wrong")]);

        using var answer = await browser.PostAsync("/", form, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            "The server cannot answer this: Bad Request (400). Please load the page again.\n",
            await answer.Content.ReadAsStringAsync(Cancel));
        Assert.DoesNotContain("fail:", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyWhatIsNotFound_IsAnsweredWithThePageThatSaysSo()
    {
        await using var server = await StudioServer.StartAsync();
        using var browser = new HttpClient { BaseAddress = server.Address };

        using var missing = await browser.GetAsync("/no-such-page", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        string page = await missing.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("There is nothing at this address.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("another browser", page, StringComparison.Ordinal);

        using var wrongMethod = await browser.DeleteAsync($"/videos/{new string('0', 32)}.mp4", Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrongMethod.StatusCode);
        Assert.Contains(
            "Method Not Allowed (405)", await wrongMethod.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDocumentation_IsInTheLanguageOfThePage_AndAModelCardBeginsWithItsText()
    {
        await using var server = await StudioServer.StartAsync();
        using var browser = new HttpClient { BaseAddress = server.Address };

        foreach (var (language, file) in new[] { ("en", "README.md"), ("zh", "README.zh-CN.md"), ("ja", "README.ja.md") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/about/documentation");
            request.Headers.Add("Accept-Language", language);
            using var answer = await browser.SendAsync(request, Cancel);
            string text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, file), Cancel), text);
            Assert.Equal(text, await browser.GetStringAsync($"/about/{file}", Cancel));
        }

        string card = await browser.GetStringAsync("/about/model?name=cogspace-tiny", Cancel);
        Assert.StartsWith("# cogspace-tiny\n", card, StringComparison.Ordinal);
        Assert.EndsWith(card, await File.ReadAllTextAsync(Path.Combine(Repository.Models, "cogspace-tiny", "README.md"), Cancel));
    }

    [Fact]
    public async Task LiveConnections_AreForPagesOfThisServer_AndSoManyForAnAddress_WhateverAForgedHeaderSays()
    {
        await using var server = await StudioServer.StartAsync("FairShare__PagesPerAddress=2");
        var address = server.Address;
        Assert.Equal(HttpStatusCode.Forbidden, await ConnectAsync(address, null, "https://evil.example"));
        Assert.Contains("from a page of https://evil.example", server.Log, StringComparison.Ordinal);
        Assert.Equal(
            "This connection was not opened by a page of this server.\n",
            await RefusalAsync(address, "Origin", "https://evil.example"));

        using var first = new ClientWebSocket();
        using var second = new ClientWebSocket();
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(address, "198.51.100.1", null, first));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(address, "198.51.100.2", null, second));
        foreach (string path in new[] { "/_blazor", "/_blazor/", "/_BLAZOR" })
            Assert.Equal(HttpStatusCode.TooManyRequests, await ConnectAsync(address, "198.51.100.3", path: path));
        Assert.Equal(
            "Too many pages are open. Please close one that you do not need, or try again later.\n",
            await RefusalAsync(address, "X-Forwarded-For", "198.51.100.3"));
        Assert.Equal(
            HttpStatusCode.SwitchingProtocols, await ConnectAsync(address, null, $"http://localhost:{address.Port + 1}"));

        first.Abort();
        var status = HttpStatusCode.TooManyRequests;
        for (int look = 0; look < 100 && status == HttpStatusCode.TooManyRequests; look++)
        {
            await Task.Delay(50, Cancel);
            status = await ConnectAsync(address, "198.51.100.3");
        }

        Assert.Equal(HttpStatusCode.SwitchingProtocols, status);
    }

    [Fact]
    public async Task LiveConnectionsThatAreOpenedTooFast_WaitForTheirRefusal_AndThoseOfOthersAreOpened()
    {
        var clock = new FakeTimeProvider();
        await using var server = await StudioServer.StartAsync(clock, "Hosting__TrustedProxies__0=127.0.0.1");
        var pause = server.Services.GetRequiredService<RefusalPause>();
        for (int i = 0; i < ArrivalLimit.Burst; i++)
            Assert.NotEqual(default, await ConnectAsync(server.Address, "203.0.113.9"));
        Assert.Equal(0, pause.Waiting);

        var refused = Enumerable.Range(0, 20).Select(_ => ConnectAsync(server.Address, "203.0.113.9")).ToList();
        while (pause.Waiting < refused.Count)
        {
            Assert.All(refused, each => Assert.False(each.IsCompleted, "It did not wait."));
            await Task.Delay(20, Cancel);
        }

        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(server.Address, "203.0.113.10"));
        clock.Advance(RefusalPause.Longest);

        Assert.All(await Task.WhenAll(refused), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        Assert.Equal(0, pause.Waiting);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(server.Address, "203.0.113.9"));
    }

    [Fact]
    public async Task RequestsThatNobodySends_AreRefused_AndTheServerServesOn()
    {
        await using var server = await StudioServer.StartAsync();
        using var browser = new HttpClient { BaseAddress = server.Address };

        using var headers = new HttpRequestMessage(HttpMethod.Get, "/");
        headers.Headers.Add("X-Long", new string('x', 65_536));
        using var tooLong = await browser.SendAsync(headers, Cancel);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, tooLong.StatusCode);

        using var fields = new FormUrlEncodedContent(Enumerable.Range(0, 10_000).Select(i => KeyValuePair.Create($"f{i}", "x")));
        using var tooMany = await browser.PostAsync("/", fields, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, tooMany.StatusCode);
        Assert.NotEmpty(await tooMany.Content.ReadAsStringAsync(Cancel));

        using var second = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.SendAsync(second, Cancel));

        foreach (string id in new[] { "0", new string('0', 31), new string('0', 33), new string('a', 2000) })
        {
            using var missing = await browser.GetAsync($"/videos/{id}.mp4", Cancel);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }

        Assert.Contains("CogSpace", await browser.GetStringAsync("/", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestsThatComeTooFast_AreRefusedForTheirAddressAlone_AndProbesNever()
    {
        await using var server = await StudioServer.StartAsync("Hosting__TrustedProxies__0=127.0.0.1");
        using var browser = new HttpClient { BaseAddress = server.Address };
        HttpResponseMessage? refused = null;
        for (int round = 0; round < 400 && refused is null; round++)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 50).Select(_ => AskAsync(browser, "/favicon.svg", "203.0.113.9")));
            refused = answers.FirstOrDefault(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        }

        Assert.NotNull(refused);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.StartsWith(
            "Too many requests come from your internet connection", await refused.Content.ReadAsStringAsync(Cancel),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(browser, "/favicon.svg", "203.0.113.10")).StatusCode);
        foreach (int _ in Enumerable.Range(0, 50))
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(browser, "/healthz", "203.0.113.9")).StatusCode);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/job/0123456789abcdef0123456789abcdef", HttpStatusCode.NotFound)]
    public async Task Head_OfAPage_IsThePageWithoutItsBody(string path, HttpStatusCode status)
    {
        await using var server = await StudioServer.StartAsync();
        using var browser = new HttpClient { BaseAddress = server.Address };

        using var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Cancel);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task ADiskThatTakesNoKeys_IsSaidOnThePage()
    {
        Directory.CreateDirectory(_folder["data"]);
        Directory.CreateSymbolicLink(_folder["data", "keys"], "/proc");      // which takes no files
        using var server = Jobs.ServerProcess.Start(_folder);
        using var browser = new HttpClient { BaseAddress = await server.ListensAsync() };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Accept = { new("text/html") } } };

        using var answer = await browser.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        string page = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("The server's disk is full or cannot be written to", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/proc", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFramedPageWithoutAProxy_IsWarnedOfOnce_AndShown()
    {
        await using var server = await StudioServer.StartAsync("Hosting__FrameAncestors__0=https://huggingface.co");
        using var browser = new HttpClient { BaseAddress = server.Address };

        for (int visit = 0; visit < 3; visit++)
            Assert.Contains("CogSpace", await browser.GetStringAsync("/", Cancel), StringComparison.Ordinal);

        Assert.Single(
            server.Log.Split('\n'),
            line =>
                line.Contains("Hosting__FrameAncestors is set and Hosting__TrustedProxies is not", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("fail:", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", server.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<HttpResponseMessage> AskAsync(HttpClient browser, string path, string forwardedFor) =>
        browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", forwardedFor } } }, Cancel);

    private static async Task<string> RefusalAsync(Uri server, string header, string value)
    {
        using var browser = new HttpClient { BaseAddress = server };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor") { Headers = { { header, value } } };
        using var answer = await browser.SendAsync(request, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<HttpStatusCode> ConnectAsync(
        Uri server, string? forwardedFor, string? origin = null, ClientWebSocket? socket = null, string path = "/_blazor")
    {
        using var own = new ClientWebSocket();
        socket ??= own;
        socket.Options.CollectHttpResponseDetails = true;
        if (forwardedFor is not null)
            socket.Options.SetRequestHeader("X-Forwarded-For", forwardedFor);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin.Replace("localhost", server.Host, StringComparison.Ordinal));
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{server.Authority}{path}"), Cancel);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return socket.HttpStatusCode;
    }
}
