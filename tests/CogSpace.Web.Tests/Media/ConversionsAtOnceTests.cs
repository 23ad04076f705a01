using System.Net;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Media;

/// <summary>GIFs and WebMs of one visitor take their time, and no time of anybody else's.</summary>
public sealed class ConversionsAtOnceTests : IDisposable
{
    private const int OfOneVisitor = 4;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OneVisitorsConversions_DoNotHoldUpAnothers()
    {
        var (many, few) = (new CookieContainer(), new CookieContainer());
        var slow = await SeedAsync(many, "203.0.113.9", 1, OfOneVisitor + 1);
        var quick = await SeedAsync(few, "203.0.113.10", 10, 2);
        await using var server = await RunningServer.StartAsync(_folder, $"Encoding:FfmpegFolder={Programs(slow)}");
        using var attacker = server.NewBrowser(many);
        using var visitor = server.NewBrowser(few);

        var waiting = slow[..OfOneVisitor].Select((job, i) => GetAsync(attacker, job, i % 2 == 0 ? "gif" : "webm")).ToList();
        while (!File.Exists(_folder["begun"]))
            await Task.Delay(20, Cancel);
        foreach (var job in quick)
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(visitor, job, "gif"));
            Assert.Equal(HttpStatusCode.OK, await GetAsync(visitor, job, "webm"));
        }

        Assert.All(waiting, each => Assert.False(each.IsCompleted));
        Assert.Single(await File.ReadAllLinesAsync(_folder["begun"], Cancel));      // one after the other
        while (await GetAsync(attacker, slow[^1], "gif") != HttpStatusCode.TooManyRequests)
            await Task.Delay(20, Cancel);       // until the last of them has come
        await File.WriteAllTextAsync(_folder["go"], "", Cancel);
        Assert.All(await Task.WhenAll(waiting), status => Assert.Equal(HttpStatusCode.OK, status));
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient browser, JobRecord job, string form)
    {
        using var answer = await browser.GetAsync($"/videos/{job.Id}.{form}", Cancel);
        return answer.StatusCode;
    }

    // An FFmpeg that takes as long as the test wants, for the videos of one visitor.
    private string Programs(JobRecord[] slow)
    {
        string folder = Directory.CreateDirectory(_folder["programs"]).FullName;
        string real = Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Select(path => Path.Combine(path, "ffmpeg")).First(File.Exists);
        ScriptFile.Write(Path.Combine(folder, "ffmpeg"), $"""
            #!/bin/sh
            case "$PWD" in {string.Join('|', slow.Select(job => $"*{job.Id}*"))})
                echo "$PWD" >> {_folder["begun"]}
                while [ ! -e {_folder["go"]} ]; do sleep 0.05; done;;
            esac
            exec {real} "$@"
            """);
        return folder;
    }

    // Finished jobs of the owner of some cookies.
    private async Task<JobRecord[]> SeedAsync(CookieContainer cookies, string address, int place, int count)
    {
        string owner;
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var browser = server.NewBrowser(cookies);
            owner = await browser.GetStringAsync("/me", Cancel);
        }

        JobRecord[] records =
        [
            .. Enumerable.Range(place, count)
                .Select(i => Sample.Record(i, JobState.Finished, owner: owner) with { Address = address }),
        ];
        Sample.Seed(_folder, records);
        byte[] video = await SampleFile.VideoAsync(64, 64);
        foreach (var record in records)
            await File.WriteAllBytesAsync(_folder["data", "jobs", record.Id, "video.mp4"], video, Cancel);
        return records;
    }
}
