using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Owners;
using Microsoft.AspNetCore.DataProtection;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>kill -9 at any moment loses nothing: not a job, not its place, and no half video is ever sent.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Watched = 30;     // more would ask so often that the server got nothing else done

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, 9)]
    [InlineData(50, 90, Traits = ["kind", "slow"])]
    public async Task ManyKills_LoseNothing(int kills, int jobs)
    {
        string me = UnguessableId.New();
        var random = new Random(20260101);
        var waiting = Enumerable.Range(1, jobs).Select(place => LongRecord(place + 3, me, steps: 3 + (place % 3))).ToArray();
        var finished = Enumerable.Range(1, 3).Select(place => Sample.Record(place, JobState.Finished, owner: me)).ToArray();
        Sample.Seed(_folder, [.. waiting.Reverse(), .. finished]);
        string cookie = SignedCookie(me);

        var phases = new List<string>();
        int worthwhile = 0;
        int wholes = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            using (var server = ServerProcess.Start(_folder, "Jobs__Attempts=1000"))
            {
                using var stop = new CancellationTokenSource();
                var downloads = Task.WhenAll(
                    finished.Concat(waiting.Take(Watched)).Select(job => NeverHalfAsync(server, job, cookie, stop.Token)));
                string moment = await MomentAsync(random, server);
                await stop.CancelAsync();
                server.Kill();
                wholes += (await downloads).Sum();
                var now = Load();
                phases.Add(
                    $"{moment}: {Count(now, JobState.Queued)} queued, {Count(now, JobState.Running)} running (attempt " +
                    $"{now.FirstOrDefault(job => job.State == JobState.Running)?.Attempts}), " +
                    $"{Count(now, JobState.Finished)} finished"
                );
                AssertNothingLost(now, [.. finished, .. waiting]);
                worthwhile += Count(now, JobState.Finished) < now.Length ? 1 : 0;
            }
        }

        using (var last = ServerProcess.Start(_folder, "Jobs__Attempts=1000"))
        {
            var address = await last.ListensAsync();
            using var browser = Browser(address, cookie);
            foreach (var job in waiting)
                await PlayableAsync(browser, job);
            Assert.Equal(0, await last.TerminateAsync());
        }

        var all = Load();
        AssertNothingLost(all, [.. finished, .. waiting]);
        Assert.All(all, job => Assert.Equal(JobState.Finished, job.State));
        var ends = waiting.Select(job => all.Single(other => other.Id == job.Id).Ended!.Value).ToArray();
        Assert.Equal(ends.Order(), ends);
        Assert.All(
            waiting,
            job =>
                Assert.Equal(
                    ["job.json", "poster.jpg", "video.mp4", "video.mp4.manifest.json"],
                    Directory
                        .EnumerateFiles(_folder["data", "jobs", job.Id])
                        .Select(Path.GetFileName)
                        .Order(StringComparer.Ordinal)
                )
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["data", "damaged"]));
        foreach (string phase in phases)
            output.WriteLine(phase);
        output.WriteLine(
            $"{kills} kills, {worthwhile} of them with work left, {wholes} whole videos fetched meanwhile"
        );
        Assert.InRange(worthwhile, kills * 3 / 4, kills);
        if (kills > 3)       // so few may all come before it listens
            Assert.InRange(wholes, 3 * kills, int.MaxValue);       // three were finished from the start
    }

    [Fact]
    public async Task APoisonousJob_IsGivenUpAfterThreeDeaths_AndTheQueueGoesOn()
    {
        string me = UnguessableId.New();
        var poison = Sample.Record(1, JobState.Running, attempts: 1, owner: me) with { Request = Sample.LongRequest() };
        var next = Sample.Record(2, owner: me);
        Sample.Seed(_folder, poison, next);
        string cookie = SignedCookie(me);
        for (int death = 2; death <= 3; death++)       // of the first it has been told
        {
            using var server = ServerProcess.Start(_folder);
            await Until(() => Find(poison) is { State: JobState.Running } job && job.Attempts == death);
            server.Kill();
        }

        using var last = ServerProcess.Start(_folder);
        using var browser = Browser(await last.ListensAsync(), cookie);
        await PlayableAsync(browser, next);
        Assert.Contains("stopped unexpectedly 3 times", Find(poison).Error, StringComparison.Ordinal);
        Assert.Equal(JobState.Failed, Find(poison).State);
        Assert.DoesNotContain(Sample.Prompt, last.Output, StringComparison.Ordinal);
        Assert.Contains(next.Id, last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOrderlyStop_DoesNotWaitForTheJob_AndRequeues()
    {
        var job = Sample.Record(1) with { Request = Sample.LongRequest() };
        Sample.Seed(_folder, job);
        using var server = ServerProcess.Start(_folder);
        await Until(() => Find(job).State == JobState.Running);

        Assert.Equal(0, await server.TerminateAsync());

        Assert.Equal((JobState.Queued, 0), (Find(job).State, Find(job).Attempts));
    }

    [Fact]
    public async Task AnOrderlyStop_WithAnOpenTabAndARequestThatHangs_EndsToo_AndRequeuesFirst()
    {
        var job = Sample.Record(1) with { Request = Sample.LongRequest() };
        Sample.Seed(_folder, job);
        using var server = ServerProcess.Start(_folder);
        var address = await server.ListensAsync();
        using var tab = await OpenTabAsync(address);
        using var request = await BeginRequestAsync(address);
        await Until(() => Find(job).State == JobState.Running);

        var exit = server.TerminateAsync();
        await Until(() => Find(job).State == JobState.Queued);
        Assert.False(exit.IsCompleted, "It requeues before it waits for the tab and the request.");
        Assert.Equal(0, await exit);
        Assert.Equal((JobState.Queued, 0), (Find(job).State, Find(job).Attempts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3, Traits = ["kind", "slow"])]
    public async Task CtrlC_WhileFfmpegEncodes_RequeuesAsWell(int stops)
    {
        string me = UnguessableId.New();
        var jobs = Enumerable.Range(1, stops + 1).Select(place => LongRecord(place, me, steps: 1)).ToArray();
        Sample.Seed(_folder, jobs);
        for (int stop = 0; stop < stops; stop++)
        {
            using var server = ServerProcess.Start(_folder);
            await Until(() => server.IsEncoding);
            Assert.Equal(0, await server.InterruptAsync());
            AssertNothingLost(Load(), jobs);
            Assert.All(Load(), job => Assert.Equal(0, job.Attempts));
        }
    }

    [Fact]
    public async Task AWrongSetting_EndsWithOneSentence()
    {
        using var server = ServerProcess.Start(_folder, "Jobs__QueueLength=0", "Hosting__Address=here");

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains("cogspace: the server cannot start.", server.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Jobs__QueueLength: The field QueueLength must be between 1 and 10000.", server.Output, StringComparison.Ordinal);
        Assert.Contains("Hosting__Address", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APortThatIsTaken_EndsWithOneSentence_AndCostsNoAttempt()
    {
        var job = Sample.Record(1);
        Sample.Seed(_folder, job);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var server = ServerProcess.Start(_folder, "Hosting__Address=127.0.0.1", $"Hosting__Port={port}");

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains("Another program listens there", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
        Assert.Equal((JobState.Queued, 0), (Find(job).State, Find(job).Attempts));
    }

    public void Dispose() => _folder.Dispose();

    private static int Count(IEnumerable<JobRecord> jobs, JobState state) => jobs.Count(job => job.State == state);

    private static void AssertNothingLost(IReadOnlyList<JobRecord> now, IReadOnlyList<JobRecord> expected)
    {
        Assert.Equal(expected.Select(job => job.Id), now.Select(job => job.Id));
        Assert.Equal(expected.Select(job => job.Request), now.Select(job => job.Request));
        Assert.DoesNotContain(now, job => job.State is JobState.Failed or JobState.Cancelled);
        Assert.InRange(Count(now, JobState.Running), 0, 1);

        // Whatever waits stands behind whatever is done.
        var own = now.Select(job => job.State == JobState.Finished).ToArray();
        Assert.Equal(own.OrderDescending(), own);
    }

    // Any time, also before it listens; or just when a file appears, in the middle of the writes that belong together.
    private async Task<string> MomentAsync(Random random, ServerProcess server)
    {
        var delay = TimeSpan.FromMilliseconds(random.Next(100, 3_500));
        var jitter = TimeSpan.FromMilliseconds(random.Next(0, 40));
        string? pattern = random.Next(4) switch { 0 => "video.mp4", 1 => "poster.jpg", 2 => ".*", _ => null };
        if (pattern is null)
        {
            await Task.Delay(delay, Cancel);
            return $"after {delay.TotalSeconds:0.0} s";
        }

        await server.ListensAsync();
        await Task.Delay(delay / 4, Cancel);
        int before = Count();
        var watch = Stopwatch.StartNew();
        while (Count() == before && watch.Elapsed.TotalSeconds < 5)
            await Task.Delay(1, Cancel);
        await Task.Delay(jitter, Cancel);
        return $"{jitter.TotalMilliseconds:0} ms after a change of {pattern}";

        int Count() => Directory.EnumerateFiles(_folder["data", "jobs"], pattern, SearchOption.AllDirectories).Count();
    }

    // All frames that the model makes: long enough to be hit.
    private static JobRecord LongRecord(long place, string owner, int steps)
    {
        var record = Sample.Record(place, owner: owner, steps: steps);
        return record with { Request = record.Request with { Frames = null } };
    }

    // Asks again and again until the kill: each answer is a whole MP4, or that there is none yet. Returns how many were whole.
    private static async Task<int> NeverHalfAsync(ServerProcess server, JobRecord job, string cookie, CancellationToken stop)
    {
        int wholes = 0;
        try
        {
            using var browser = Browser(await server.ListensAsync().WaitAsync(stop), cookie);
            while (true)
            {
                // not ended by us: the kill should hit it
                using var answer = await browser.GetAsync($"/videos/{job.Id}.mp4", Cancel);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    AssertWhole(job, await answer.Content.ReadAsByteArrayAsync(Cancel));
                    wholes++;
                }
                else
                {
                    Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                }

                await Task.Delay(100, stop);
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or HttpRequestException or IOException && stop.IsCancellationRequested)
        {
            return wholes;       // the kill; an answer that ends early before it is a failure
        }
    }

    private static async Task PlayableAsync(HttpClient browser, JobRecord job)
    {
        byte[]? video = null;
        await Until(async () =>
        {
            using var answer = await browser.GetAsync($"/videos/{job.Id}.mp4", Cancel);
            video = answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(Cancel) : null;
            return video is not null;
        });
        AssertWhole(job, video!);
    }

    // The boxes of an MP4 fill the file to its last byte, and its index is among them.
    private static void AssertWhole(JobRecord job, byte[] video)
    {
        if (job.State == JobState.Finished)
        {
            Assert.Equal(Sample.Video, video);
            return;
        }

        var boxes = new List<string>();
        int at = 0;
        while (at < video.Length)
        {
            boxes.Add(System.Text.Encoding.ASCII.GetString(video, at + 4, 4));
            at += System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(video.AsSpan(at));
        }

        Assert.Equal(video.Length, at);
        Assert.Contains("moov", boxes);
        Assert.Contains("mdat", boxes);
    }

    private static Task Until(Func<bool> reached) => Until(() => Task.FromResult(reached()));

    private static async Task Until(Func<Task<bool>> reached)
    {
        var watch = Stopwatch.StartNew();
        while (!await reached())
        {
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 300);
            await Task.Delay(20, Cancel);
        }
    }

    // The live connection of a page, from a tab that sleeps: it never answers when it is told to go.
    private static async Task<ClientWebSocket> OpenTabAsync(Uri address)
    {
        using var browser = new HttpClient { BaseAddress = address };
        using var negotiated = await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancel);
        using var json = JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync(Cancel));
        var tab = new ClientWebSocket();
        await tab.ConnectAsync(
            new Uri($"ws://{address.Authority}/_blazor?id={json.RootElement.GetProperty("connectionToken").GetString()}"),
            Cancel
        );
        await tab.SendAsync(
            "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true,
            Cancel);
        return tab;
    }

    // One that the server waits for: the rest of it never comes.
    private static async Task<TcpClient> BeginRequestAsync(Uri address)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port, Cancel);
        await connection
            .GetStream()
            .WriteAsync(
                ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: "u8 +
                "application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na="u8).ToArray(),
                Cancel
            );
        return connection;
    }

    private static HttpClient Browser(Uri address, string cookie) =>
        new() { BaseAddress = address, DefaultRequestHeaders = { { "Cookie", $"{OwnerCookie.Name}={cookie}" } } };

    // What the server would have given this owner: the keys lie in the data folder.
    private string SignedCookie(string owner) => DataProtectionProvider
        .Create(new DirectoryInfo(_folder["data", "keys"]), builder => builder.SetApplicationName(OwnerServices.ApplicationName))
        .CreateProtector(OwnerCookie.Purpose).Protect(owner);

    // As the next server would find them. Reads beside a running one, which has the folder's lock.
    private JobRecord[] Load() =>
        [
            .. Directory
                .EnumerateDirectories(_folder["data", "jobs"])
                .Select(folder => JobJson.Read(File.ReadAllBytes(Path.Combine(folder, "job.json"))))
                .OrderBy(job => job.Place),
        ];

    private JobRecord Find(JobRecord job) => JobJson.Read(File.ReadAllBytes(_folder["data", "jobs", job.Id, "job.json"]));
}
