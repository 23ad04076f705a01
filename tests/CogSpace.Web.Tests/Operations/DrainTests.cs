using System.Net;
using CogSpace.Web.Jobs;
using CogSpace.Web.Operations;
using CogSpace.Web.Tests.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Operations;

public sealed class DrainTests : IDisposable
{
    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();
    private readonly Drain _drain = new(NullLogger<Drain>.Instance);
    private readonly Server _server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADrainedServer_RefusesNewJobs_MakesThoseThatWait_AndCanBeOpenedAgain()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser();
        var long1 = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        var waits = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        await Wait.ForStepAsync(long1);

        server.Drain.Begin();

        var refusal = await Assert.ThrowsAsync<DrainingException>(
            () => server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel));
        Assert.Equal(DrainingException.Sentence, refusal.Message);
        using var ready = await browser.GetAsync("/readyz", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("No new jobs are taken", await ready.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        long1.Cancel();
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(waits)).State);

        server.Drain.End();

        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
    }

    [Fact]
    public async Task AStop_LetsTheRunningJobFinish_AndStartsNoOther()
    {
        using var lifetime = Lifetime(TimeSpan.FromMinutes(5));
        var run = await _drain.BeginRunAsync(Cancel);

        var stopping = lifetime.StopAsync();

        Assert.Throws<DrainingException>(_drain.RequireOpen);
        _drain.End();       // which it cannot undo
        Assert.True(_drain.IsOn);
        using var stop = new CancellationTokenSource();
        var next = _drain.BeginRunAsync(stop.Token);
        Assert.False(_server.IsStopped);
        run.Dispose();
        await stopping;
        Assert.True(_server.IsStopped);
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task AStop_WaitsNoLongerThanItsLimit()
    {
        using var lifetime = Lifetime(TimeSpan.FromSeconds(0.1));
        using var run = await _drain.BeginRunAsync(Cancel);

        await lifetime.StopAsync();

        Assert.True(_server.IsStopped);
    }

    [Fact]
    public async Task ASecondSignal_DoesNotWait()
    {
        using var lifetime = Lifetime(TimeSpan.FromMinutes(5));
        using var run = await _drain.BeginRunAsync(Cancel);
        var stopping = lifetime.StopAsync();

        await lifetime.StopAsync();

        Assert.True(_server.IsStopped);
        await stopping;
    }

    [Fact]
    public async Task WithoutALimit_AStopWaitsForNothing()
    {
        using var lifetime = Lifetime(TimeSpan.Zero);
        using var run = await _drain.BeginRunAsync(Cancel);

        await lifetime.StopAsync();

        Assert.True(_server.IsStopped);
    }

    [Fact]
    public async Task Sigterm_LetsTheRunningVideoFinish_AndKeepsTheNextForTheNextStart()
    {
        var first = Sample.Record(1, owner: Me, steps: 200);
        var second = Sample.Record(2, owner: Me);
        Sample.Seed(_folder, first, second);
        using var server = ServerProcess.Start(_folder, "Operations__DrainTimeout=00:10:00");
        await server.ListensAsync();
        await UntilAsync(() => Find(first).State == JobState.Running);

        Assert.Equal(0, await server.TerminateAsync());

        Assert.Equal(JobState.Finished, Find(first).State);
        Assert.Equal((JobState.Queued, 0), (Find(second).State, Find(second).Attempts));
    }

    // Ctrl+C ends FFmpeg as well, which would look like a video that cannot be written.
    [Fact]
    public async Task CtrlC_WhileFfmpegEncodes_FailsNoJob()
    {
        JobRecord[] jobs = [Sample.Record(1, owner: Me, steps: 1), Sample.Record(2, owner: Me, steps: 1)];
        jobs = [.. jobs.Select(job => job with { Request = job.Request with { Frames = null } })];
        Sample.Seed(_folder, jobs);
        using var server = ServerProcess.Start(_folder, "Operations__DrainTimeout=00:10:00");
        await UntilAsync(() => server.IsEncoding);

        Assert.Equal(0, await server.InterruptAsync());

        Assert.All(jobs, job => Assert.Contains(Find(job).State, new[] { JobState.Finished, JobState.Queued }));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _server.Dispose();
    }

    private DrainingLifetime Lifetime(TimeSpan timeout) => new(
        _drain, Options.Create(new OperationsOptions { DrainTimeout = timeout }), _server, TimeProvider.System,
        NullLogger<DrainingLifetime>.Instance);

    private JobRecord Find(JobRecord job) => JobJson.Read(File.ReadAllBytes(_folder["data", "jobs", job.Id, "job.json"]));

    private static async Task UntilAsync(Func<bool> reached)
    {
        while (!reached())
            await Task.Delay(20, Cancel);
    }

    private sealed class Server : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public bool IsStopped => _stopping.IsCancellationRequested;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
