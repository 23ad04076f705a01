using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Operations;

/// <summary>Copies of the data folder, and folders that today's version has written, open.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Script => Path.Combine(Repository.Root, "scripts", "backup-data.sh");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ACopyOfALiveFolder_HasEveryJobThatWasAccepted_AndIsServedOn()
    {
        using var copy = new TemporaryFolder();
        var accepted = new List<GenerationJob>();
        string owner;
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var browser = server.NewBrowser();
            owner = await browser.GetStringAsync("/me", Cancel);
            accepted.Add(await SubmitAsync(server, owner, Sample.Request()));
            await Wait.ForEndAsync(accepted[0]);
            for (uint seed = 1; seed <= 6; seed++)
                accepted.Add(await SubmitAsync(server, owner, Sample.Request(seed: seed)));
            // among jobs that end, and one that is deleted meanwhile
            var backup = Programs.RunAsync(Script, _folder["data"], copy["data"]);
            var deleted = await SubmitAsync(server, owner, Sample.Request(seed: 99));
            server.Board.Delete(owner, deleted.Id);
            await backup;
            foreach (var job in accepted)
                job.Cancel();
        }

        Assert.Empty(Directory.EnumerateFiles(copy["data"], ".*", SearchOption.AllDirectories));
        await using var restored = await RunningServer.StartAsync(copy);
        foreach (var job in accepted)
        {
            var found = restored.Board.Find(owner, job.Id);
            Assert.NotNull(found);
            Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(found)).State);
            Assert.True(File.Exists(copy["data", "jobs", job.Id, "video.mp4"]));
        }
    }

    [Fact]
    public async Task ACopy_KnowsTheBrowsers_AndItsManifests()
    {
        using var copy = new TemporaryFolder();
        var cookies = new System.Net.CookieContainer();
        string owner, key;
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var browser = server.NewBrowser(cookies);
            owner = await browser.GetStringAsync("/me", Cancel);
            key = await browser.GetStringAsync("/.well-known/cogspace-key.pem", Cancel);
            await Programs.RunAsync(Script, _folder["data"], copy["data"]);
        }

        await using var restored = await RunningServer.StartAsync(copy);
        var moved = new System.Net.CookieContainer();
        foreach (System.Net.Cookie cookie in cookies.GetAllCookies())
            moved.Add(restored.Address, new System.Net.Cookie(cookie.Name, cookie.Value));
        using var again = restored.NewBrowser(moved);
        Assert.Equal(owner, await again.GetStringAsync("/me", Cancel));
        Assert.Equal(key, await again.GetStringAsync("/.well-known/cogspace-key.pem", Cancel));
    }

    [Fact]
    public async Task ACopyOverAnother_IsRefused()
    {
        using var data = Sample.Open(_folder);
        Directory.CreateDirectory(_folder["there"]);

        await Assert.ThrowsAnyAsync<Exception>(() => Programs.RunAsync(Script, data.Root, _folder["there"]));
        await Assert.ThrowsAnyAsync<Exception>(() => Programs.RunAsync(Script, _folder["there"], _folder["new"]));

        Assert.False(Directory.Exists(_folder["new"]));
    }

    [Fact]
    public async Task AFolderOfTodaysVersion_Opens()
    {
        const string Owner = "0123456789abcdef0123456789abcdef";
        const string Queued = "11111111111111111111111111111111", Finished = "22222222222222222222222222222222";
        Write(Queued, "job.json", Record(Queued, 2, "queued"));
        Write(Finished, "job.json", Record(Finished, 1, "finished"));
        Write(Finished, "video.mp4", "frames");
        await using var server = await RunningServer.StartAsync(_folder, "Jobs:Retention=3650.00:00:00");

        Assert.Equal(JobState.Finished, server.Board.Find(Owner, Finished)!.Status.State);
        var waited = server.Board.Find(Owner, Queued)!;
        Assert.Equal((Sample.Prompt, 7u, 2), (waited.Request.Prompt, waited.Request.Seed, waited.Request.Steps));
        Assert.Equal(new Visitor(Owner, "198.51.100.7"), waited.Visitor);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(waited)).State);

        static string Record(string id, int place, string state) => $$"""
            {
              "version": 1,
              "id": "{{id}}",
              "owner": "{{Owner}}",
              "address": "198.51.100.7",
              "model": "cogspace-tiny",
              "work": 55296,
              "type": "f32",
              "request": {
                "kind": "text-to-video",
                "prompt": "{{Sample.Prompt}}",
                "seed": 7,
                "steps": 2,
                "frames": 9
              },
              "source": null,
              "part": null,
              "created": "2026-11-30T12:00:00+00:00",
              "place": {{place}},
              "state": "{{state}}",
              "attempts": 0,
              "error": null,
              "recipe": null,
              "notes": [],
              "started": null,
              "ended": {{(state == "finished" ? "\"2026-11-30T12:00:10+00:00\"" : "null")}}
            }
            """;
    }

    public void Dispose() => _folder.Dispose();

    private static Task<GenerationJob> SubmitAsync(RunningServer server, string owner, TextToVideo request) =>
        server.Board.SubmitAsync(Visitor.OnThisMachine(owner), request, Sample.Model, Cancel);

    private void Write(string job, string name, string text)
    {
        Directory.CreateDirectory(_folder["data", "jobs", job]);
        File.WriteAllText(_folder["data", "jobs", job, name], text);
    }
}
