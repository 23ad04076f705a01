using CogSpace.Generation;
using CogSpace.Generation.Workers;
using CogSpace.Web.Hosting;
using CogSpace.Web.Models;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>Runs queued jobs one at a time, because there is one GPU.</summary>
internal sealed class GenerationWorker(
    JobQueue queue,
    JobStore store,
    JobSweeper sweeper,
    ModelMenu models,
    LoraMenu loras,
    Generator generator,
    IVideoMaker maker,
    WorkerStart start,
    ModelReadiness readiness,
    ModelFetch fetch,
    FairShare share,
    IOptions<JobOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<GenerationWorker> log) : BackgroundService
{
    private static readonly TimeSpan LongestDiskWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan DiskRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopDelay = TimeSpan.FromSeconds(0.5);

    private readonly SemaphoreSlim _device = new(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At the first sign of a stop: our own turn comes after open tabs have been waited for, and by then we may be killed.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var stop = either.Token;
        await lifetime.StartedAsync(stop);
        var loading = LoadModelAsync(stop);
        if (!fetch.AwaitsDefault)        // else jobs for other models need not wait until it has come
            await loading;
        await foreach (var job in queue.ReadAllAsync(stop))
        {
            await _device.WaitAsync(stop);
            using (log.BeginScope("Job {JobId}", job.Id))
            {
                while (!await RunAsync(job, stop))
                    store.RemoveParts(job.Id);
            }

            _device.Release();
            queue.Release(job, time.GetUtcNow());
            if (job.Status.State == JobState.Finished)
                share.Cost.Learn(job.Model, job.Work, job.SecondsUsed);
            if (job.IsDeleted)
                store.Delete(job.Id);       // what the run still wrote
            sweeper.Sweep();
        }
    }

    // The page is served meanwhile. A model that fails here fails again, with its sentence, in the jobs that want it.
    private async Task LoadModelAsync(CancellationToken stop)
    {
        _ = start.ReadyAsync(_ => { }, stop);       // at once: it says what this machine computes in
        await fetch.DefaultIsThereAsync(stop);
        await _device.WaitAsync(stop);
        try
        {
            var model = models.Default;
            await LoadAsync(model, stop);
            log.LogInformation("Model {Model} is loaded", model.Name);
            readiness.MarkReady();
        }
        catch (CogSpaceException e)
        {
            log.LogError(e, "The default model cannot be loaded");
            readiness.MarkFailed(models.WithoutFolder(e.Message));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Loading the default model failed");
            readiness.MarkFailed("The model cannot be loaded. The reason is in the server's log.");
        }
        finally
        {
            _device.Release();
        }
    }

    private async Task LoadAsync(ModelInfo model, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await start.ReadyAsync(readiness.MarkFailed, stop);
                await maker.LoadAsync(model, maker.Device?.TypeFor(model), stop);
                return;
            }
            catch (WorkerDiedException e) when (tries < options.Value.Attempts)
            {
                log.LogWarning("Model {Model} is loaded again: the worker died ({How})", model.Name, e.How);
            }
        }
    }

    /// <returns>Whether it is over, or put back; else the worker died, and it is tried again.</returns>
    private async Task<bool> RunAsync(GenerationJob job, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stop, job.Cancelled, deadline.Token);
        try
        {
            any.Token.ThrowIfCancellationRequested();
            await start.ReadyAsync(job.Delay, any.Token);
            await StartAsync(job, any.Token);
            deadline.CancelAfter(options.Value.Deadline);
            // at once: the one who stops us may not wait for the step to end
            using var stopping = stop.Register(job.MarkInterrupted);
            log.LogInformation("Job {JobId} runs, attempt {Attempt}", job.Id, job.Attempts);
            var output = new GenerationOutput(
                store.VideoPath(job.Id), Poster: store.PosterPath(job.Id), Before: store.BeforePath(job.Id));
            var model = models.Find(job.Model);
            var plan = await PlanAsync(job, model, any.Token);
            var result = await maker.GenerateAsync(plan, model, output, new JobProgress(job), job.Type, any.Token);
            store.Settle(job.Id);
            readiness.MarkReady();
            job.Succeed(result);
            log.LogInformation("Job {JobId} is finished after {Seconds:0.0} s", job.Id, result.Seconds.Values.Sum());
        }
        catch (OperationCanceledException) when (job.Cancelled.IsCancellationRequested)
        {
            job.MarkCancelled();
            log.LogInformation("Job {JobId} is cancelled", job.Id);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) // not the visitor's wish
        {
            PutBack(job);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            log.LogWarning("Job {JobId} ran longer than {Deadline}", job.Id, options.Value.Deadline);
            job.Fail(
                $"Making this video took longer than the {Words(options.Value.Deadline)} that this server allows. " +
                "Fewer steps or frames take less time."
            );
        }
        catch (Exception e) when (e is MediaException or WorkerDiedException && StopsNow(stop))
        {
            PutBack(job);
        }
        catch (WorkerStartException e)
        {
            log.LogWarning("Job {JobId} waits: {How}", job.Id, e.How);
            job.MarkInterrupted();
            return false;
        }
        catch (WorkerDiedException e) when (job.Attempts < options.Value.Attempts)
        {
            log.LogWarning("Job {JobId} is tried again: the worker died ({How})", job.Id, e.How);
            return false;
        }
        catch (WorkerDiedException e)
        {
            log.LogError("Job {JobId} is given up: its runs have ended early {Attempts} times", job.Id, job.Attempts);
            store.RemoveParts(job.Id);
            job.Fail(e.Sentence(job.Attempts));
        }
        catch (CogSpaceException e)
        {
            log.LogWarning(e, "Job {JobId} failed", job.Id);
            job.Fail(store.WithoutFolder(job.Id, models.WithoutFolder(e.Message)));
        }
        catch (Exception e) // one bad job must not stop the queue
        {
            log.LogError(e, "Job {JobId} failed unexpectedly", job.Id);
            job.Fail($"Unexpected error. Quote job {job.Id} when you report it.");
        }

        return true;
    }

    // A disk that cannot be written to for a while costs nobody their turn.
    private async Task StartAsync(GenerationJob job, CancellationToken cancel)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                job.Start();
                return;
            }
            catch (CogSpaceException e) when (time.GetElapsedTime(begun) < LongestDiskWait)
            {
                log.LogWarning("Job {JobId} waits: {Problem}", job.Id, e.Message);
                job.Delay("The server cannot write to its disk at the moment. Your video is made as soon as it can.");
            }

            await Task.Delay(DiskRetry, time, cancel);
        }
    }

    // The plan of when the job was accepted, unless the server or the model is another one since.
    private async Task<GenerationPlan> PlanAsync(GenerationJob job, ModelInfo model, CancellationToken cancel)
    {
        var request = loras.WithPaths(store.WithPath(job.Id, job.Request));
        return job.Planned is { } planned && planned.Model == model
            ? planned.Plan with { Request = request }
            : await generator.PlanAsync(request, model, cancel);
    }

    private void PutBack(GenerationJob job)
    {
        job.MarkInterrupted();
        queue.Add(job);
        log.LogInformation("Job {JobId} waits for the next start", job.Id);
    }

    // Whoever stops us may stop FFmpeg and the worker as well, and these may be reached before us.
    private static bool StopsNow(CancellationToken stop) => stop.WaitHandle.WaitOne(StopDelay);

    private static string Words(TimeSpan time) =>
        time.TotalMinutes < 2 ? $"{time.TotalSeconds:0.#} seconds"
        : time.TotalHours < 2 ? $"{time.TotalMinutes:0.#} minutes"
        : $"{time.TotalHours:0.#} hours";

    private sealed class JobProgress(GenerationJob job) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => job.Report(value);
    }
}
