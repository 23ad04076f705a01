using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>What a server finds of the one before it.</summary>
public sealed class RestartTests : IDisposable
{
    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shutdown_RequeuesTheRunningJobInItsPlace_AndCountsNoAttempt()
    {
        string[] ids;
        await using (var before = await RunningServer.StartAsync(_folder))
        {
            var jobs = new[]
            {
                await before.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel),
                await before.Board.SubmitAsync(Me, Sample.Request(seed: 2), Sample.Model, Cancel),
                await before.Board.SubmitAsync(Me, Sample.Request(seed: 3), Sample.Model, Cancel),
            };
            ids = [.. jobs.Select(job => job.Id)];
            await Wait.ForStepAsync(jobs[0]);
            await before.StopAsync();
            Assert.Equal(JobState.Queued, jobs[0].Status.State);
        }

        using (var data = Sample.Open(_folder))
        {
            var records = Sample.StoreOf(data).Load();
            Assert.Equal(ids, records.Select(record => record.Id));
            Assert.All(records, record => Assert.Equal((JobState.Queued, 0), (record.State, record.Attempts)));
        }

        await using var after = await RunningServer.StartAsync(_folder);
        var first = after.Board.Find(Me, ids[0])!;
        var running = await Wait.ForStepAsync(first);
        Assert.Equal(JobState.Running, running.State);
        first.Cancel();
        var ended = await Task.WhenAll(ids[1..].Select(id => Wait.ForEndAsync(after.Board.Find(Me, id)!)));
        Assert.Equal(JobState.Cancelled, first.Status.State);
        Assert.All(ended, status => Assert.Equal(JobState.Finished, status.State));
        Assert.True(ended[0].Ended <= ended[1].Started);
    }

    [Fact]
    public async Task ARunThatTheServerDiedIn_IsTriedAgain_UntilTheLimit()
    {
        var once = Sample.Record(1, JobState.Running, attempts: 1, owner: Me);
        var poison = Sample.Record(2, JobState.Running, attempts: 3, owner: Me);
        var waiting = Sample.Record(3, owner: Me);
        Sample.Seed(_folder, once, poison, waiting);
        await using var server = await RunningServer.StartAsync(_folder);

        var given = server.Board.Find(Me, poison.Id)!.Status;
        Assert.Equal(JobState.Failed, given.State);
        Assert.Contains("stopped unexpectedly 3 times", given.Error, StringComparison.Ordinal);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(server.Board.Find(Me, once.Id)!)).State);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(server.Board.Find(Me, waiting.Id)!)).State);
    }

    [Fact]
    public async Task WhereOneRunIsAllowed_ADeathOfTheServerEndsTheJob()
    {
        var died = Sample.Record(1, JobState.Running, attempts: 1, owner: Me);
        Sample.Seed(_folder, died);
        await using var server = await RunningServer.StartAsync(_folder, "Jobs:Attempts=1");

        Assert.Equal(
            "The server stopped unexpectedly while it made this video, so it is not tried again.",
            server.Board.Find(Me, died.Id)!.Status.Error);
    }

    [Fact]
    public async Task NewJobs_ComeAfterAllThatWereThere_EvenWhenThoseAreOver()
    {
        Sample.Seed(_folder, Sample.Record(41, JobState.Finished, owner: Me), Sample.Record(40, owner: Me));
        await using var server = await RunningServer.StartAsync(_folder);

        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);

        Assert.Equal(42, job.Place);
    }

    [Fact]
    public async Task OneSeed_MakesTheSameVideo_AfterARestartToo()
    {
        var interrupted = Sample.Record(1, JobState.Running, attempts: 1, owner: Me, steps: 4);
        var untouched = Sample.Record(2, owner: Me, steps: 4) with { Request = interrupted.Request };
        Sample.Seed(_folder, interrupted, untouched);
        File.WriteAllBytes(_folder["data", "jobs", interrupted.Id, ".0123456789ab.part"], Sample.Video);
        await using var server = await RunningServer.StartAsync(_folder);

        await Wait.ForEndAsync(server.Board.Find(Me, untouched.Id)!);

        Assert.Equal(
            File.ReadAllBytes(_folder["data", "jobs", untouched.Id, "video.mp4"]),
            File.ReadAllBytes(_folder["data", "jobs", interrupted.Id, "video.mp4"]));
        Assert.False(File.Exists(_folder["data", "jobs", interrupted.Id, ".0123456789ab.part"]));
    }

    [Fact]
    public async Task FinishedJobs_StayWithTheirRecipe_UnlessTheVideoIsGone()
    {
        var kept = Sample.Record(1, JobState.Finished, owner: Me) with { Recipe = Sample.Recipe() };
        var lost = Sample.Record(2, JobState.Finished, owner: Me);
        Sample.Seed(_folder, kept, lost);
        File.Delete(_folder["data", "jobs", lost.Id, "video.mp4"]);
        await using var server = await RunningServer.StartAsync(_folder, "Jobs:Retention=3650.00:00:00");

        Assert.Equal(kept.Recipe, server.Board.Find(Me, kept.Id)!.Status.Recipe);
        Assert.Equal(["A note."], server.Board.Find(Me, kept.Id)!.Status.Notes);
        Assert.Equal("The file of this video is gone.", server.Board.Find(Me, lost.Id)!.Status.Error);
    }

    public void Dispose() => _folder.Dispose();
}
