using CogSpace.Generation;
using CogSpace.Generation.Workers;
using CogSpace.Web.Hosting;
using CogSpace.Web.Models;
using CogSpace.Web.Operations;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>Runs queued jobs one at a time, because there is one GPU.</summary>
internal sealed class GenerationWorker(
    JobQueue queue,
    JobRunner runner,
    JobStore store,
    JobSweeper sweeper,
    ModelMenu models,
    IVideoMaker maker,
    WorkerStart start,
    ModelReadiness readiness,
    ModelFetch fetch,
    FairShare share,
    Drain drain,
    IOptions<JobOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<GenerationWorker> log) : BackgroundService
{
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
            using (await drain.BeginRunAsync(stop))
            using (log.BeginScope("Job {JobId}", job.Id))
            {
                RunEnd end;
                while ((end = await runner.RunAsync(job, stop)) == RunEnd.WorkerDied)
                    store.RemoveParts(job.Id);
                if (end == RunEnd.Interrupted)
                    queue.Add(job);
            }

            _device.Release();
            queue.Release(job, time.GetUtcNow());
            if (job is { Status.StageSeconds: { } seconds, Work: { } work })
                share.Speeds.Learn(work, seconds, job.SecondsUsed);
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
}
