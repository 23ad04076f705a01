using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Moderation;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Sharing;

/// <summary>Who can see the files of a shared video, and how long.</summary>
public sealed class SharedVideosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ASharedVideo_IsSentToAnybody_AndAskedForAgainEachTime()
    {
        var (record, visitor) = Seed();
        await using var server = await RunningServer.StartAsync(_folder);
        using var stranger = server.NewBrowser();
        string share = server.Board.Share(visitor, record.Id).Id;
        Assert.Equal(share, server.Board.Share(visitor, record.Id).Id);

        using var whole = await stranger.GetAsync($"/share/{share}/video.mp4", Cancel);
        Assert.Equal(Sample.Video, await whole.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("video/mp4", whole.Content.Headers.ContentType!.MediaType);
        Assert.True(whole.Headers.CacheControl is { Private: true, NoCache: true, MaxAge: null });
        Assert.DoesNotContain(record.Id, whole.ToString(), StringComparison.Ordinal);

        using var part = await SendAsync(stranger, share, headers => headers.Range = new RangeHeaderValue(1000, 1999));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(Sample.Video[1000..2000], await part.Content.ReadAsByteArrayAsync(Cancel));
        using var unchanged = await SendAsync(stranger, share, headers => headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var saved = await stranger.GetAsync($"/share/{share}/video.mp4?download=1", Cancel);
        Assert.Equal("attachment", saved.Content.Headers.ContentDisposition!.DispositionType);

        server.Board.Unshare(visitor.Owner, record.Id);
        using var gone = await SendAsync(stranger, share, headers => headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.NotEqual(share, server.Board.Share(visitor, record.Id).Id);
        await NotFoundAsync(stranger, share);
    }

    [Fact]
    public async Task WhatIsNotShared_IsNotFound_AllAlike()
    {
        var (mine, visitor) = Seed();
        var (foreign, other) = Seed(2);
        var (failed, unlucky) = Seed(3, JobState.Failed);
        await using var server = await RunningServer.StartAsync(_folder);
        using var stranger = server.NewBrowser();
        string share = server.Board.Share(other, foreign.Id).Id;

        Assert.Throws<CogSpaceException>(() => server.Board.Share(visitor, foreign.Id));
        Assert.Throws<CogSpaceException>(() => server.Board.Share(unlucky, failed.Id));
        server.Board.Unshare(visitor.Owner, foreign.Id);
        Assert.NotNull(server.Board.FindShared(share));
        string[] answers =
        [
            await NotFoundAsync(stranger, mine.Id), await NotFoundAsync(stranger, foreign.Id),
            await NotFoundAsync(stranger, UnguessableId.New()), await NotFoundAsync(stranger, share.ToUpperInvariant()),
            await NotFoundAsync(stranger, share, "poster.jpg"),
        ];
        Assert.Single(answers.Distinct());
        foreach (string what in new[] { "input", "job.json", "before.mp4", "preview.png", "video.gif", "..%2fjob.json" })
            await NotFoundAsync(stranger, share, what);

        using var page = await stranger.GetAsync($"/videos/{share}.mp4", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task AShare_SurvivesARestart_AndEndsWithItsJobOrItsOwnersBlock()
    {
        var (kept, visitor) = Seed();
        var (deleted, other) = Seed(2);
        var (reconsidered, third) = Seed(3);
        string share, gone, closed;
        await using (var first = await RunningServer.StartAsync(_folder))
        {
            (share, gone) = (first.Board.Share(visitor, kept.Id).Id, first.Board.Share(other, deleted.Id).Id);
            first.Board.Delete(other.Owner, deleted.Id);
            Assert.Null(first.Board.FindShared(gone));
            closed = first.Board.Share(third, reconsidered.Id).Id;
            first.Board.Unshare(third.Owner, reconsidered.Id);
        }

        await using var server = await RunningServer.StartAsync(_folder);
        using var stranger = server.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync($"/share/{share}/video.mp4", Cancel)).StatusCode);
        await NotFoundAsync(stranger, gone);
        await NotFoundAsync(stranger, closed);

        server.Blocks.Add(BlockKind.Owner, visitor.Owner);
        await NotFoundAsync(stranger, share);
        Assert.Throws<RefusedException>(() => server.Board.Share(visitor, kept.Id));
        server.Blocks.Remove(BlockKind.Owner, visitor.Owner);
        Assert.NotNull(server.Board.FindShared(share));
    }

    [Fact]
    public async Task AShare_ExpiresWithItsVideo()
    {
        var (record, visitor) = Seed();
        var clock = new TestClock();
        clock.Advance(Sample.Noon - clock.GetUtcNow());
        await using var server = await RunningServer.StartAsync(_folder, clock);
        string share = server.Board.Share(visitor, record.Id).Id;

        clock.Advance(TimeSpan.FromHours(26));
        server.Sweeper.Sweep();

        Assert.Null(server.Board.FindShared(share));
    }

    [Fact]
    public async Task AStranger_ReportsASharedVideo_ByItsLink()
    {
        var (record, visitor) = Seed();
        await using var server = await RunningServer.StartAsync(_folder);
        using var stranger = await Sender.OpenAsync(server);
        string share = server.Board.Share(visitor, record.Id).Id;

        var (status, answer) = await ReportAsync(stranger, $"https://a.example/demo/share/{share}");
        var (privately, _) = await ReportAsync(stranger, record.Id);
        server.Board.Unshare(visitor.Owner, record.Id);
        var (closed, _) = await ReportAsync(stranger, share);

        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (status, privately, closed));
        Assert.DoesNotContain(record.Id, answer, StringComparison.Ordinal);
        var report = Assert.Single(server.Reports.All());
        Assert.Equal((record.Id, visitor.Owner, stranger.Owner), (report.Video, report.Owner, report.ReportedBy));
    }

    [Fact]
    public void AnIdThatIsNoneOfOurs_IsDamage()
    {
        var (record, _) = Seed();
        string path = _folder["data", "jobs", record.Id, "job.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace(
            "\"share\": null", "\"share\": {\"id\": \"../../keys\", \"since\": \"2030-01-01T12:00:00Z\"}",
            StringComparison.Ordinal));

        using var data = Sample.Open(_folder);

        Assert.Empty(Sample.StoreOf(data).Load());
        Assert.Single(Directory.EnumerateDirectories(data.Damaged));
    }

    private (JobRecord Record, Visitor Visitor) Seed(long place = 1, JobState state = JobState.Finished)
    {
        var record = Sample.Record(place, state);
        Sample.Seed(_folder, record);
        return (record, Visitor.OnThisMachine(record.Owner));
    }

    private static async Task<(HttpStatusCode Status, string Answer)> ReportAsync(Sender sender, string video)
    {
        var (status, answer) = await sender.PostAsync("/reports", JsonContent.Create(new { video, reason = "bad" }));
        return (status, answer.ToString());
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient browser, string share, Action<HttpRequestHeaders> with)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/share/{share}/video.mp4");
        with(request.Headers);
        return browser.SendAsync(request, Cancel);
    }

    private static async Task<string> NotFoundAsync(HttpClient browser, string share, string what = "video.mp4")
    {
        using var answer = await browser.GetAsync($"/share/{share}/{what}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
