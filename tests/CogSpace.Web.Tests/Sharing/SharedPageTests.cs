using System.Net;
using System.Text.RegularExpressions;
using CogSpace.Web.Jobs;
using CogSpace.Web.Moderation;
using CogSpace.Web.Tests.Browser;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Sharing;

/// <summary>The page of a shared video as other sites and search engines read it: without a script.</summary>
public sealed partial class SharedPageTests
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

    [Fact]
    public async Task TheGallery_ShowsWhatItsOwnersPutThere_AsLongAsTheyAndTheHostWantIt()
    {
        await using var server = await StudioServer.StartAsync("Gallery__Enabled=true");
        var board = server.Services.GetRequiredService<JobBoard>();
        var blocks = server.Services.GetRequiredService<BlockList>();
        var (me, other) = (new Visitor(UnguessableId.New(), "203.0.113.7"), new Visitor(UnguessableId.New(), "203.0.113.8"));
        var mine = await MadeAsync(board, me, "a red ring");
        var theirs = await MadeAsync(board, other, "a blue ring");
        var linkOnly = await MadeAsync(board, other, "a green ring");
        using var browser = new HttpClient { BaseAddress = server.Address };
        Assert.Empty(await GalleryAsync());

        board.SetInGallery(me, mine.Id, true);       // not before it is shared
        string share = board.Share(me, mine.Id).Id;
        board.Share(other, theirs.Id);
        board.Share(other, linkOnly.Id);
        Assert.Empty(await GalleryAsync());

        board.SetInGallery(me, theirs.Id, true);       // which is not theirs to show
        board.SetInGallery(me, mine.Id, true);
        Assert.Equal(["a red ring"], await GalleryAsync());
        string page = await browser.GetStringAsync("/gallery", Cancel);
        Assert.Contains($"href=\"share/{share}\"", page, StringComparison.Ordinal);
        foreach (string secret in new[] { mine.Id, me.Owner, me.Address })
            Assert.DoesNotContain(secret, page, StringComparison.Ordinal);

        board.SetInGallery(other, theirs.Id, true);
        Assert.Equal(["a blue ring", "a red ring"], await GalleryAsync());
        blocks.Add(BlockKind.Owner, other.Owner);
        Assert.Equal(["a red ring"], await GalleryAsync());
        Assert.Throws<RefusedException>(() => board.SetInGallery(other, linkOnly.Id, true));
        blocks.Remove(BlockKind.Owner, other.Owner);
        board.SetInGallery(me, mine.Id, false);
        Assert.Equal(["a blue ring"], await GalleryAsync());
        Assert.NotNull(board.FindShared(share));
        board.Unshare(other.Owner, theirs.Id);
        Assert.Empty(await GalleryAsync());

        async Task<string[]> GalleryAsync()
        {
            string html = WebUtility.HtmlDecode(await browser.GetStringAsync("/gallery", Cancel));
            return [.. Prompts().Matches(html).Select(match => match.Groups[1].Value)];
        }
    }

    [Fact]
    public async Task WithoutASetting_ThereIsNoGallery()
    {
        await using var server = await StudioServer.StartAsync();
        using var browser = new HttpClient { BaseAddress = server.Address };

        using var answer = await browser.GetAsync("/gallery", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(
            "There is no video at this address.", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("gallery-link", await browser.GetStringAsync("/", Cancel), StringComparison.Ordinal);
    }

    private static async Task<GenerationJob> MadeAsync(JobBoard board, Visitor visitor, string prompt)
    {
        var job = await board.SubmitAsync(visitor, Sample.Request(steps: 1, prompt: prompt), Sample.Model, Cancel);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        return job;
    }

    [GeneratedRegex("<bdi[^>]*>([^<]*)</bdi>")]
    private static partial Regex Prompts();

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
