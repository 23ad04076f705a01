using System.Net;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Browser;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Sharing;

/// <summary>The page of a shared video as other sites and search engines read it: without a script.</summary>
public sealed class SharedPageTests
{
    private const string Prompt = "a red circle & a \"blue\" <square>";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePage_TellsOtherSitesWhereEverythingIs_AndNothingOfItsOwner()
    {
        await using var server = await StudioServer.StartAsync(
            "Hosting__PathBase=/demo", "Hosting__TrustedProxies__0=127.0.0.1");
        var board = server.Services.GetRequiredService<JobBoard>();
        var visitor = new Visitor(UnguessableId.New(), "203.0.113.7");
        var job = await board.SubmitAsync(visitor, Sample.Request(steps: 1, prompt: Prompt), Sample.Model, Cancel);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        string share = board.Share(visitor, job.Id).Id;
        using var browser = Proxied(server);

        using var answer = await browser.GetAsync($"/demo/share/{share}", Cancel);
        string page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl is { NoStore: true } or { NoCache: true }, $"{answer.Headers.CacheControl}");
        string address = $"https://videos.example/demo/share/{share}";
        foreach (string tag in new[]
        {
            $"property=\"og:url\" content=\"{address}\"", $"property=\"og:image\" content=\"{address}/poster.jpg\"",
            $"property=\"og:video\" content=\"{address}/video.mp4\"", $"name=\"twitter:image\" content=\"{address}/poster.jpg\"",
            "name=\"twitter:card\" content=\"summary_large_image\"", "property=\"og:video:width\" content=\"96\"",
            $"property=\"og:description\" content=\"{Prompt} (made by an AI model)\"", "name=\"robots\" content=\"noindex\"",
        })
            Assert.Contains(tag, page, StringComparison.Ordinal);
        Assert.Contains("Made by an AI model", page, StringComparison.Ordinal);
        Assert.Contains(Prompt, page, StringComparison.Ordinal);
        foreach (string secret in new[] { job.Id, visitor.Owner, visitor.Address, "blazor.web" })
            Assert.DoesNotContain(secret, page, StringComparison.Ordinal);

        foreach (string file in new[] { "poster.jpg", "video.mp4" })
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/demo/share/{share}/{file}", Cancel)).StatusCode);
        using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/demo/share/{share}"), Cancel);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);

        board.Unshare(visitor.Owner, job.Id);
        using var closed = await browser.GetAsync($"/demo/share/{share}", Cancel);
        using var unknown = await browser.GetAsync($"/demo/share/{UnguessableId.New()}", Cancel);
        using var guessed = await browser.GetAsync($"/demo/share/{job.Id}", Cancel);
        foreach (var missing in new[] { closed, unknown, guessed })
        {
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            string words = await missing.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("There is no video at this address.", words, StringComparison.Ordinal);
            Assert.DoesNotContain("og:", words, StringComparison.Ordinal);
            Assert.DoesNotContain("red circle", words, StringComparison.Ordinal);
        }
    }

    private static HttpClient Proxied(StudioServer server)
    {
        var browser = new HttpClient { BaseAddress = new Uri(server.Address.GetLeftPart(UriPartial.Authority)) };
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "videos.example"),
            ("Accept", "text/html"),
        })
            browser.DefaultRequestHeaders.Add(name, value);
        return browser;
    }
}
