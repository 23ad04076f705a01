using CogSpace.Generation;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.Web.Tests.Jobs;

public sealed class GenerationWorkerTests : IDisposable
{
    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancel_StopsARunningJobWithinAStep_AndTheQueueGoesOn()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var job = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        var next = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        await Wait.ForStepAsync(job);

        int step = job.Status.Progress!.Step;
        int last = step;
        using var watch = job.OnChange(() => last = job.Status.Progress?.Step ?? last);
        job.Cancel();
        var status = await Wait.ForEndAsync(job);

        Assert.Equal(JobState.Cancelled, status.State);
        Assert.InRange(last - step, 0, 1);
        Assert.Equal(["job.json"], Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName));
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(next)).State);
        job.Cancel();
        next.Cancel();
        Assert.Equal(JobState.Finished, next.Status.State);
    }

    [Fact]
    public async Task AJobPastItsDeadline_FailsWithASentence_AndTheQueueGoesOn()
    {
        var clock = new FakeTimeProvider();
        await using var server = await RunningServer.StartAsync(_folder, clock, "Jobs:Deadline=00:00:04");
        var slow = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        var next = await server.Board.SubmitAsync(Me, Sample.Request(steps: 1), Sample.Model, Cancel);
        await Wait.ForStepAsync(slow);
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Contains("longer than the 4 seconds", (await Wait.ForEndAsync(slow)).Error, StringComparison.Ordinal);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(next)).State);
    }

    [Fact]
    public async Task WithoutFfmpeg_TheJobSaysSo_WithoutTheServersFolders()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Encoding:FfmpegFolder=/nowhere");
        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);

        var status = await Wait.ForEndAsync(job);

        Assert.Equal(JobState.Failed, status.State);
        Assert.Contains("ffmpeg", status.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullPath, status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedModel_IsShown_AndTheServerServesOn()
    {
        using var models = new TemporaryFolder();
        CopyModel(models["cogspace-tiny"]);
        string weights = models["cogspace-tiny", "transformer", "diffusion_pytorch_model.safetensors"];
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..1000]);
        await using var server = await RunningServer.StartAsync(_folder, $"Models:Folder={models.FullPath}");
        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);

        var status = await Wait.ForEndAsync(job);

        Assert.Contains("transformer/diffusion_pytorch_model.safetensors", status.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(models.FullPath, status.Error, StringComparison.Ordinal);
        Assert.Equal(ModelReadinessState.Failed, server.Readiness.State);
        Assert.Equal(status.Error, server.Readiness.Problem);

        File.Copy(
            Path.Combine(Repository.Models, "cogspace-tiny", "transformer", "diffusion_pytorch_model.safetensors"), weights,
            overwrite: true);
        var second = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(second)).State);
        Assert.Equal(ModelReadinessState.Ready, server.Readiness.State);
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenForAWhile_CostsNoJobItsTurn_AndThePageSaysWhy()
    {
        var clock = new FakeTimeProvider();
        await using var server = await RunningServer.StartAsync(_folder, clock);
        var running = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        await Wait.ForStepAsync(running);
        var next = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        var last = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        string record = _folder["data", "jobs", next.Id, "job.json"];
        File.Move(record, record + ".kept");
        Directory.CreateDirectory(record);       // which no file takes the place of

        running.Cancel();
        var waiting = await Wait.ForAsync(next, status => status.Delay is not null || status.IsOver);
        Assert.Equal(JobState.Queued, waiting.State);
        Assert.Contains("cannot write to its disk", waiting.Delay, StringComparison.Ordinal);
        Directory.Delete(record);
        while (next.Status.State == JobState.Queued)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Cancel);
        }

        var status = await Wait.ForEndAsync(next);
        Assert.Equal((JobState.Finished, null), (status.State, status.Delay));
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(last)).State);
    }

    [Fact]
    public async Task AMistakeOfTheProgram_FailsItsJobWithoutAWordOfIt_AndTheQueueGoesOn()
    {
        await using var server = await RunningServer.StartAsync(_folder, services => services.AddSingleton<IVideoMaker>(
            provider => new MistakenMaker(provider.GetRequiredService<Generator>())));
        var bad = await server.Board.SubmitAsync(Me, Sample.Request(steps: MistakenMaker.Steps), Sample.Model, Cancel);
        var next = await server.Board.SubmitAsync(Me, Sample.Request(steps: 1), Sample.Model, Cancel);

        var status = await Wait.ForEndAsync(bad);

        Assert.Equal(
            (JobState.Failed, $"Unexpected error. Quote job {bad.Id} when you report it."), (status.State, status.Error));
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(next)).State);
    }

    [Fact]
    public async Task WithoutAnyModel_TheServerStartsAndSaysSo()
    {
        using var models = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(_folder, $"Models:Folder={models.FullPath}");
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = server.Readiness.OnChange(told.SetResult);
        if (server.Readiness.State == ModelReadinessState.Loading)
            await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.Equal(ModelReadinessState.Failed, server.Readiness.State);
        Assert.Contains("cogspace-tiny", server.Readiness.Problem, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void CopyModel(string to)
    {
        string from = Path.Combine(Repository.Models, "cogspace-tiny");
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    // What a program's mistake looks like from outside: an exception that nobody expects, in the middle of a video.
    private sealed class MistakenMaker(IVideoMaker maker) : PassingMaker(maker)
    {
        public const int Steps = 3;

        public override async Task<GenerationResult> GenerateAsync(
            GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
            ComputeType? type = null, CancellationToken cancel = default) =>
            plan.Request.Steps == Steps
                ? throw new InvalidOperationException("an index of /srv/secret was out of range")
                : await base.GenerateAsync(plan, model, output, progress, type, cancel);
    }
}
