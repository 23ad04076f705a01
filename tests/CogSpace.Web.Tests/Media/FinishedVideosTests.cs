using System.Net;
using System.Net.Http.Headers;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Media;

public sealed class FinishedVideosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CookieContainer _cookies = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_SendsTheVideo_WholeAndInRanges()
    {
        var job = await SeedForBrowserAsync();
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);

        using var whole = await browser.GetAsync($"/videos/{job.Id}.mp4", Cancel);
        Assert.Equal("video/mp4", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal("bytes", Assert.Single(whole.Headers.AcceptRanges));
        Assert.True(whole.Headers.CacheControl!.Private);
        Assert.Null(whole.Content.Headers.ContentDisposition);
        Assert.Equal(Sample.Video, await whole.Content.ReadAsByteArrayAsync(Cancel));

        using var part = await SendAsync(browser, job.Id, headers => headers.Range = new RangeHeaderValue(1000, 1999));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(1000, 1999, Sample.Video.Length), part.Content.Headers.ContentRange);
        Assert.Equal(Sample.Video[1000..2000], await part.Content.ReadAsByteArrayAsync(Cancel));

        using var tail = await SendAsync(browser, job.Id, headers => headers.Range = new RangeHeaderValue(null, 10));
        Assert.Equal(Sample.Video[^10..], await tail.Content.ReadAsByteArrayAsync(Cancel));

        using var outside = await SendAsync(browser, job.Id, headers => headers.Range = new RangeHeaderValue(200_000, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, outside.StatusCode);

        using var unchanged = await SendAsync(browser, job.Id, headers => headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/videos/{job.Id}.mp4"), Cancel);
        Assert.Equal(Sample.Video.Length, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Download_IsAnAttachment_NamedByPromptAndSeed()
    {
        var job = await SeedForBrowserAsync(record =>
            record with
            {
                Request = Sample.Request(seed: 42, prompt: "ein grüner Kreis / 赤い円 \"🙂\"; ../..\r\nX-Evil: 1"),
            }
        );
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);

        using var answer = await browser.GetAsync($"/videos/{job.Id}.mp4?download=1", Cancel);

        var disposition = answer.Content.Headers.ContentDisposition!;
        Assert.Equal("attachment", disposition.DispositionType);
        Assert.Equal("ein-grüner-kreis-赤い円-x-evil-1-seed-42.mp4", disposition.FileNameStar);
        Assert.All(disposition.FileName!, character => Assert.True(char.IsAscii(character)));
        Assert.False(answer.Headers.Contains("X-Evil"));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("")]
    public async Task Get_WithADownloadThatMeansNothing_SendsTheVideoAsIs(string download)
    {
        var job = await SeedForBrowserAsync();
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);

        using var answer = await browser.GetAsync($"/videos/{job.Id}.mp4?download={download}", Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task Get_OfAForeignUnknownOrUnfinishedVideo_IsNotFoundAlike()
    {
        var mine = await SeedForBrowserAsync();
        var foreign = Sample.Record(2, JobState.Finished);
        var failed = Sample.Record(3, JobState.Failed, owner: mine.Owner);
        Sample.Seed(_folder, foreign, failed);
        File.WriteAllBytes(_folder["data", "jobs", failed.Id, "video.mp4"], Sample.Video);
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);
        using var stranger = server.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/videos/{mine.Id}.mp4", Cancel)).StatusCode);
        string[] bodies = await Task.WhenAll(
            NotFoundAsync(browser, $"/videos/{foreign.Id}.mp4"),
            NotFoundAsync(browser, $"/videos/{failed.Id}.mp4"),
            NotFoundAsync(browser, $"/videos/{UnguessableId.New()}.mp4"),
            NotFoundAsync(browser, $"/videos/{mine.Id}.jpg"),
            NotFoundAsync(browser, $"/videos/{mine.Id}/before.mp4"),
            NotFoundAsync(browser, $"/videos/{foreign.Id}/before.mp4"),
            NotFoundAsync(browser, $"/videos/{foreign.Id}.gif"),
            NotFoundAsync(browser, $"/videos/{failed.Id}.webm"),
            NotFoundAsync(stranger, $"/videos/{mine.Id}.gif"),
            NotFoundAsync(stranger, $"/videos/{mine.Id}.mp4"));
        Assert.Single(bodies.Distinct());
    }

    [Fact]
    public async Task Get_OfWhateverThereIs_IsForItsOwnerAlone()
    {
        var job = await SeedForBrowserAsync(record =>
            record with
            {
                Request = new ImageToVideo { Prompt = Sample.Prompt, Seed = 1, Image = "input.png" },
            }
        );
        foreach (string name in new[] { "before.mp4", "poster.jpg", "input.png" })
            await File.WriteAllBytesAsync(_folder["data", "jobs", job.Id, name], Sample.Video, Cancel);
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);
        using var stranger = server.NewBrowser();
        await stranger.GetStringAsync("/me", Cancel);

        foreach (string what in new[] { ".mp4", ".gif", ".webm", "/before.mp4", ".jpg", "/input", "/preview.png" })
        {
            using var answer = await browser.GetAsync($"/videos/{job.Id}{what}", Cancel);
            Assert.True(answer.StatusCode != HttpStatusCode.NotFound, what);
            await NotFoundAsync(stranger, $"/videos/{job.Id}{what}");
        }
    }

    [Fact]
    public async Task AFormThatCannotBeMade_IsASentence_AndLeavesNothing()
    {
        var job = await SeedForBrowserAsync();      // whose video is none
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);

        foreach (string form in new[] { "gif", "webm" })
        {
            using var answer = await browser.GetAsync($"/videos/{job.Id}.{form}?download=1", Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            string sentence = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.StartsWith("The video cannot be converted now.", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(_folder["data"], sentence, StringComparison.Ordinal);
        }

        Assert.Equal(
            ["job.json", "video.mp4"],
            Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("/videos/..%2f..%2fkeys.mp4")]
    [InlineData("/videos/%2e%2e/job.json")]
    [InlineData("/videos/{id}%2fjob.json")]
    [InlineData("/videos/{id}%00.mp4")]
    [InlineData("/videos/{ID}.mp4")]
    [InlineData("/videos/{id}/../{id}/job.json")]
    [InlineData("/videos/.mp4")]
    [InlineData("/videos/{id}")]
    [InlineData("/videos/{id}.json")]
    public async Task Get_TakesNoPathTricks(string address)
    {
        var job = await SeedForBrowserAsync();
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);

        using var answer = await browser.GetAsync(
            new Uri(
                server.Address,
                address
                    .Replace("{id}", job.Id, StringComparison.Ordinal)
                    .Replace("{ID}", job.Id.ToUpperInvariant(), StringComparison.Ordinal)
            ),
            Cancel
        );

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> NotFoundAsync(HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient browser, string id, Action<HttpRequestHeaders> with)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/videos/{id}.mp4");
        with(request.Headers);
        return browser.SendAsync(request, Cancel);
    }

    // A finished job of the owner of the cookies.
    private async Task<JobRecord> SeedForBrowserAsync(Func<JobRecord, JobRecord>? change = null)
    {
        string owner;
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var browser = server.NewBrowser(_cookies);
            owner = await browser.GetStringAsync("/me", Cancel);
        }

        var record = Sample.Record(1, JobState.Finished, owner: owner);
        Sample.Seed(_folder, record = change?.Invoke(record) ?? record);
        return record;
    }
}
