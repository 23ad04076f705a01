using System.IO.Compression;
using System.Net;
using CogSpace.Web.Jobs;
using CogSpace.Web.Sharing;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Sharing;

public sealed class VideoArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CookieContainer _cookies = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AllFinishedVideos_OfThisVisitorAlone_AreInIt_UnderNamesOfTheirOwn()
    {
        string owner = await OwnerAsync();
        JobRecord Record(long place, JobState state, string prompt, string? whose = null) =>
            Sample.Record(place, state, owner: whose ?? owner) with { Request = Sample.Request(seed: 5, prompt: prompt) };
        var gone = Record(6, JobState.Finished, "gone");
        Sample.Seed(
            _folder, Record(1, JobState.Finished, "a circle"), Record(2, JobState.Finished, "A circle!"),
            Record(3, JobState.Finished, "../../etc"), Record(4, JobState.Failed, "failed"),
            Record(5, JobState.Finished, "foreign", UnguessableId.New()), gone);
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);
        using var stranger = server.NewBrowser();
        File.Delete(_folder["data", "jobs", gone.Id, "video.mp4"]);       // while it is asked for

        using var answer = await browser.GetAsync("/videos/all.zip", Cancel);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("cogspace-videos.zip", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.True(answer.Headers.CacheControl is { Private: true, NoStore: true });
        using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal(
            ["etc-seed-5.mp4", "a-circle-seed-5.mp4", "a-circle-seed-5-2.mp4"], archive.Entries.Select(entry => entry.FullName));
        foreach (var entry in archive.Entries)
        {
            using var bytes = new MemoryStream();
            await using var content = await entry.OpenAsync(Cancel);
            await content.CopyToAsync(bytes, Cancel);
            Assert.Equal(Sample.Video, bytes.ToArray());
        }

        using var nothing = await stranger.GetAsync("/videos/all.zip", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        Assert.Equal("There are no finished videos to download.", await nothing.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task OfMoreThanSoMany_TheNewestAreInIt()
    {
        string owner = await OwnerAsync();
        var records = Enumerable.Range(1, VideoArchive.MostVideos + 2)
            .Select(place => Sample.Record(place, JobState.Finished, owner: owner)).ToArray();
        Sample.Seed(_folder, records);
        await using var server = await RunningServer.StartAsync(_folder, "Data:QuotaMegabytes=1000");
        using var browser = server.NewBrowser(_cookies);

        using var answer = await browser.GetAsync("/videos/all.zip", Cancel);

        using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal(VideoArchive.MostVideos, archive.Entries.Count);
        Assert.EndsWith("seed-102.mp4", archive.Entries[0].Name, StringComparison.Ordinal);
        Assert.EndsWith("seed-3.mp4", archive.Entries[^1].Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecondArchive_WhileTheFirstIsSent_IsRefused()
    {
        string owner = await OwnerAsync();
        Sample.Seed(_folder, Sample.Record(1, JobState.Finished, owner: owner));
        await using var server = await RunningServer.StartAsync(_folder, "Hosting:TrustedProxies:0=127.0.0.1");
        using var browser = server.NewBrowser(_cookies);
        const string address = "203.0.113.9";
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        server.Get<FairShare>().Archives.Take(new Visitor(owner, address), out var first);

        using (first)
        {
            using var refused = await browser.GetAsync("/videos/all.zip", Cancel);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(
                "Your videos are being downloaded already. Please wait until that has ended.",
                await refused.Content.ReadAsStringAsync(Cancel));
        }

        using var sent = await browser.GetAsync("/videos/all.zip", Cancel);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
    }

    [Fact]
    public void Names_AreUnique_WhateverTheyLookLike() => Assert.Equal(
        ["a.mp4", "a-2.mp4", "A-3.mp4", "a-2-2.mp4"], VideoArchive.Unique(["a.mp4", "a-2.mp4", "A.mp4", "a-2.mp4"]));

    private async Task<string> OwnerAsync()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser(_cookies);
        return await browser.GetStringAsync("/me", Cancel);
    }
}
