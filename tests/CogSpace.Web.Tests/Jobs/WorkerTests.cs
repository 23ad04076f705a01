using System.Diagnostics;
using System.Net;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>When the process that makes videos dies, the page answers and no job is lost.</summary>
public sealed class WorkerTests : IDisposable
{
    private const int Abort = 6, Kill = 9, BadAddress = 11;

    private static readonly string Me = UnguessableId.New();
    private static readonly Lazy<Task<byte[]>> Untouched = new(MakeUntouchedAsync);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Kill, GenerationStage.Loading)]
    [InlineData(Kill, GenerationStage.Denoising)]
    [InlineData(BadAddress, GenerationStage.Denoising)]
    [InlineData(Abort, GenerationStage.Decoding)]
    public async Task AJob_WhoseWorkerDies_GoesOnFromItsSeed(int signal, GenerationStage stage)
    {
        byte[] untouched = await Untouched.Value;
        await using var server = await RunningServer.StartAsync(_folder, RunningServer.WithWorker);
        using var browser = server.NewBrowser();
        var hit = await server.Board.SubmitAsync(Me, Clip(), Sample.Model, Cancel);
        var next = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);

        int signals = 0;
        using (hit.OnChange(() =>
            {
                // at once, where it is noticed: what comes later may be over
                if (hit.Status.Progress?.Stage >= stage && Interlocked.Exchange(ref signals, 1) == 0)
                    ProcessTree.End(server.Worker.ProcessId!.Value, signal);
            }))
            await Until(() => hit.Attempts == 2 || hit.Status.IsOver);
        Assert.True(hit.Attempts == 2 || stage == GenerationStage.Decoding, "It came too late.");
        using var page = await browser.GetAsync("/me", Cancel);
        using var ready = await browser.GetAsync("/readyz", Cancel);

        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(hit)).State);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, ready.StatusCode));
        Assert.Equal(untouched, VideoOf(_folder, hit));
        Assert.Equal(
            ["job.json", "poster.jpg", "video.mp4", "video.mp4.manifest.json"],
            Directory.EnumerateFiles(_folder["data", "jobs", hit.Id]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(next)).State);
    }

    [Theory]
    [InlineData(Kill, "ended by the system 3 times", "memory ran out")]
    [InlineData(Abort, "crashed 3 times", "log")]
    public async Task AJob_WhoseWorkerDiesThreeTimes_FailsWithASentence_AndTheNextIsMade(
        int signal, string sentence, string reason)
    {
        await using var server = await RunningServer.StartAsync(_folder, RunningServer.WithWorker);
        var poison = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        var next = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        var dead = new HashSet<int>();
        for (int death = 1; death <= 3; death++)
        {
            await Until(() =>
                poison.Attempts == death
                && poison.Status.Progress is { Stage: GenerationStage.Denoising, Step: >= 1 }
                && server.Worker.ProcessId is { } id
                && dead.Add(id));
            ProcessTree.End(dead.Last(), signal);
        }

        var status = await Wait.ForEndAsync(poison);

        Assert.Equal(JobState.Failed, status.State);
        Assert.Contains(sentence, status.Error, StringComparison.Ordinal);
        Assert.Contains(reason, status.Error, StringComparison.Ordinal);
        Assert.Equal(["job.json"], Directory.EnumerateFiles(_folder["data", "jobs", poison.Id]).Select(Path.GetFileName));
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(next)).State);
        Assert.Equal(3, dead.Count);
        Assert.DoesNotContain(server.Worker.ProcessId!.Value, dead);
    }

    [Fact]
    public async Task AWorker_ThatDiesWithNothingToDo_IsStartedForTheNextJob()
    {
        await using var server = await RunningServer.StartAsync(_folder, RunningServer.WithWorker);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(await SubmitAsync(server))).State);
        int first = server.Worker.ProcessId!.Value;
        ProcessTree.End(first, Kill);

        var job = await SubmitAsync(server);

        Assert.Equal((JobState.Finished, 0), ((await Wait.ForEndAsync(job)).State, job.Attempts));
        Assert.NotEqual(first, server.Worker.ProcessId);
    }

    [Theory]
    [InlineData("Worker:VideosPerProcess=1")]
    [InlineData("Worker:MemoryMegabytes=100")]
    public async Task AWorker_ThatHasServed_IsReplaced(string setting)
    {
        await using var server = await RunningServer.StartAsync(_folder, RunningServer.WithWorker, setting);
        var used = new HashSet<int>();
        for (int video = 1; video <= 2; video++)
        {
            var job = await server.Board.SubmitAsync(Me, Sample.Request(steps: 5), Sample.Model, Cancel);
            using var watch = job.OnChange(() =>
            {
                // told by the worker itself, so that it is still there
                if (job.Status.Progress is not null && server.Worker.ProcessId is { } id)
                    used.Add(id);
            });
            Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        }

        Assert.Equal(2, used.Count);
        await Until(() => !used.Any(ProcessTree.IsAlive));
    }

    [Fact]
    public async Task AWorker_ThatIsIdle_Ends_AndTheServerStaysReady_AndTheNextJobStartsIt()
    {
        await using var server = await RunningServer.StartAsync(_folder, RunningServer.WithWorker, "Worker:IdleTimeout=00:00:02");
        using var browser = server.NewBrowser();
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(await SubmitAsync(server))).State);

        await Until(() => server.Worker.ProcessId is null);
        using var ready = await browser.GetAsync("/readyz", Cancel);

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(await SubmitAsync(server))).State);
    }

    [Fact]
    public async Task AWorker_ThatDoesNotGiveUpWhatWasCancelled_IsEndedAfterAMinute_AndTheNextJobIsMade()
    {
        var clock = new FakeTimeProvider();
        await using var server = await RunningServer.StartAsync(
            _folder, RunningServer.WithWorker + (services => services.AddSingleton<TimeProvider>(clock)));
        var job = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        var next = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        await Wait.ForStepAsync(job);
        int stuck = server.Worker.ProcessId!.Value;
        ProcessTree.Suspend(stuck);

        job.Cancel();
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(stuck, server.Worker.ProcessId);
        Assert.False(job.Status.IsOver);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(job)).State);
        await Until(() => !ProcessTree.IsAlive(stuck));
        Assert.Equal((JobState.Finished, 0), ((await Wait.ForEndAsync(next)).State, next.Attempts));
        Assert.NotEqual(stuck, server.Worker.ProcessId);
    }

    [Fact]
    public async Task AJob_ShowsPreviewsOnTheWay()
    {
        await using var server = await RunningServer.StartAsync(_folder, RunningServer.WithWorker);
        var job = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);

        var status = await Wait.ForAsync(job, status => status.IsOver || status.Progress?.Preview is not null);
        job.Cancel();

        Assert.Equal((96 / 8, 64 / 8), (status.Progress?.Preview?.Picture.Width, status.Progress?.Preview?.Picture.Height));
        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(job)).State);
    }

    [Fact]
    public async Task AServerThatIsKilled_LeavesNoProcessBehind()
    {
        var job = Sample.Record(1) with { Request = Sample.LongRequest() };
        var encoded = Sample.Record(2) with { Request = Sample.Request(steps: 1) with { Frames = null } };
        Sample.Seed(_folder, job, encoded);
        using var server = ServerProcess.Start(_folder);
        await server.ListensAsync();
        await Until(() => server.WorkerId is not null);
        var below = ProcessTree.Below(server.Id);

        server.Kill();

        await Until(() => !below.Any(ProcessTree.IsAlive));
    }

    [Fact]
    public async Task ThePage_LoadsNeitherLibtorchNorOnnxRuntime()
    {
        var job = Sample.Record(1);
        Sample.Seed(_folder, job);
        using var server = ServerProcess.Start(_folder);
        using var browser = new HttpClient { BaseAddress = await server.ListensAsync() };
        await Until(() => File.Exists(_folder["data", "jobs", job.Id, "video.mp4"]));
        await server.PageAsync(browser);

        int worker = server.WorkerId!.Value;
        Assert.True(ProcessTree.HasLoaded(worker, "libtorch_cpu"), "The worker computes.");
        Assert.False(ProcessTree.HasLoaded(server.Id, "libtorch_cpu"), "The page has loaded libtorch.");
        Assert.False(ProcessTree.HasLoaded(server.Id, "libonnxruntime"), "The page has loaded ONNX Runtime.");
    }

    private static TextToVideo Clip() => Sample.Request(steps: 20) with { Frames = 25 };

    private static Task<GenerationJob> SubmitAsync(RunningServer server) =>
        server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);

    // As this process makes it, once for all that are compared with it.
    private static async Task<byte[]> MakeUntouchedAsync()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder);
        var job = await server.Board.SubmitAsync(Me, Clip(), Sample.Model, CancellationToken.None);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        return VideoOf(folder, job);
    }

    private static byte[] VideoOf(TemporaryFolder folder, GenerationJob job) =>
        File.ReadAllBytes(folder["data", "jobs", job.Id, "video.mp4"]);

    private static async Task Until(Func<bool> reached)
    {
        var watch = Stopwatch.StartNew();
        while (!reached())
        {
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 300);
            await Task.Delay(10, Cancel);
        }
    }
}
