using CogSpace.Generation;
using CogSpace.Generation.Workers;
using CogSpace.Web.Models;
using CogSpace.Web.Moderation;
using CogSpace.Web.Operations;
using CogSpace.Web.Provenance;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>How a run of a job went.</summary>
internal enum RunEnd
{
    /// <summary>It is finished, cancelled or failed.</summary>
    Over,

    /// <summary>The server stops, and the next start begins it again.</summary>
    Interrupted,

    /// <summary>The worker died, or did not start: the job can be run once more.</summary>
    WorkerDied,

    /// <summary>The disk did not take its files: it can be run once more when it does.</summary>
    DiskRefused,
}

/// <summary>Makes the video of one job, and finds the sentence for what went wrong.</summary>
internal sealed class JobRunner(
    JobStore store,
    DataFolder data,
    ModelMenu models,
    LoraMenu loras,
    Generator generator,
    IVideoMaker maker,
    WorkerStart start,
    ModelReadiness readiness,
    ContentFilter filter,
    JobManifests manifests,
    Drain drain,
    IOptions<JobOptions> options,
    TimeProvider time,
    ILogger<JobRunner> log)
{
    private static readonly TimeSpan StopDelay = TimeSpan.FromSeconds(0.5);

    /// <param name="job">Its turn has come.</param>
    /// <param name="stop">The server stops.</param>
    /// <returns>Never <see cref="RunEnd.DiskRefused"/>.</returns>
    public async Task<RunEnd> RunAsync(GenerationJob job, CancellationToken stop)
    {
        var disk = new DiskPatience(data, options.Value.Attempts, time);
        RunEnd end;
        while ((end = await RunOnceAsync(job, disk, stop)) == RunEnd.DiskRefused)
            store.RemoveParts(job.Id);
        return end;
    }

    private async Task<RunEnd> RunOnceAsync(GenerationJob job, DiskPatience disk, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stop, job.Cancelled, deadline.Token);
        try
        {
            any.Token.ThrowIfCancellationRequested();
            await start.ReadyAsync(job.Delay, any.Token);
            await disk.ForRoomAsync(any.Token);
            await StartAsync(job, disk, any.Token);
            deadline.CancelAfter(options.Value.Deadline);
            // at once: the one who stops us may not wait for the step to end
            using var stopping = stop.Register(job.MarkInterrupted);
            log.LogInformation("Job {JobId} runs, attempt {Attempt}", job.Id, job.Attempts);
            var output = new GenerationOutput(
                store.VideoPath(job.Id), Poster: store.PosterPath(job.Id), Before: store.BeforePath(job.Id));
            var (recipe, notes, seconds) = job.Model is { } model
                ? await GenerateAsync(job, models.Find(model), output, any.Token)
                : await PostProcessAsync(job, output, any.Token);
            await CheckAsync(job, any.Token);
            store.Settle(job.Id);
            if (recipe is not null)
                await manifests.SignAsync(output.Video, recipe, CancellationToken.None);
            job.Succeed(recipe, notes, seconds);
            log.LogInformation("Job {JobId} is finished after {Seconds:0.0} s", job.Id, seconds.Values.Sum());
        }
        catch (OperationCanceledException) when (job.Cancelled.IsCancellationRequested)
        {
            job.MarkCancelled();
            log.LogInformation("Job {JobId} is cancelled", job.Id);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) // not the visitor's wish
        {
            return Interrupt(job);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            log.LogWarning("Job {JobId} ran longer than {Deadline}", job.Id, options.Value.Deadline);
            job.Fail(
                $"Making this video took longer than the {options.Value.DeadlineInWords} that this server allows. " +
                "Fewer steps or frames take less time."
            );
        }
        catch (Exception e) when (e is MediaException or WorkerDiedException && (StopsNow(stop) || drain.IsStopping))
        {
            return Interrupt(job);
        }
        catch (DiskException e) when (disk.TakesRefusal())
        {
            log.LogWarning(e, "Job {JobId} is made again when the disk takes its files", job.Id);
            job.MarkInterrupted();
            job.Delay(DiskPatience.Sentence);
            return RunEnd.DiskRefused;
        }
        catch (WorkerStartException e)
        {
            log.LogWarning("Job {JobId} waits: {How}", job.Id, e.How);
            job.MarkInterrupted();
            return RunEnd.WorkerDied;
        }
        catch (WorkerDiedException e) when (job.Attempts < options.Value.Attempts)
        {
            log.LogWarning("Job {JobId} is tried again: the worker died ({How})", job.Id, e.How);
            return RunEnd.WorkerDied;
        }
        catch (WorkerDiedException e)
        {
            log.LogError("Job {JobId} is given up: its runs have ended early {Attempts} times", job.Id, job.Attempts);
            store.RemoveParts(job.Id);
            job.Fail(e.Sentence(job.Attempts));
        }
        catch (RefusedException e) // not logged: the reason is somebody else's words, which may repeat the prompt
        {
            log.LogWarning("Job {JobId} failed: its video is not shown", job.Id);
            job.Fail(e.Message);
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

        return RunEnd.Over;
    }

    private async Task<Outcome> GenerateAsync(
        GenerationJob job, ModelInfo model, GenerationOutput output, CancellationToken cancel)
    {
        var plan = await PlanAsync(job, model, cancel);
        var result = await maker.GenerateAsync(plan, model, output, new JobProgress(job), job.Type, cancel);
        readiness.MarkReady();
        return new Outcome(result.Recipe, result.Notes, result.Seconds);
    }

    private async Task<Outcome> PostProcessAsync(GenerationJob job, GenerationOutput output, CancellationToken cancel)
    {
        var result = await maker.PostProcessAsync(
            store.SourcePath(job.Id, job.Request)!, job.Request.PostProcessing!, output, new JobProgress(job), cancel);
        return new Outcome(result.Recipe, result.Notes, result.Seconds);
    }

    // Nobody can see the video before its job is finished.
    private async Task CheckAsync(GenerationJob job, CancellationToken cancel)
    {
        try
        {
            await filter.CheckVideoAsync(store.VideoPath(job.Id), job.Request.Prompt, cancel);
        }
        catch
        {
            store.DeleteVideo(job.Id);
            throw;
        }
    }

    // A disk that cannot be written to for a while costs nobody their turn.
    private async Task StartAsync(GenerationJob job, DiskPatience disk, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                job.Start();
                return;
            }
            catch (CogSpaceException e) when (disk.IsLeft)
            {
                log.LogWarning("Job {JobId} waits: {Problem}", job.Id, e.Message);
                job.Delay(DiskPatience.Sentence);
            }

            await disk.WaitAsync(cancel);
        }
    }

    // The plan of when the job was accepted, unless the server or the model is another one since.
    private async Task<GenerationPlan> PlanAsync(GenerationJob job, ModelInfo model, CancellationToken cancel)
    {
        var request = loras.WithPaths(store.WithPath(job.Id, job.Request));
        return job.Planned is { } planned && planned.Model == model
            ? planned.Plan! with { Request = request }
            : await generator.PlanAsync(request, model, cancel);
    }

    private RunEnd Interrupt(GenerationJob job)
    {
        job.MarkInterrupted();
        log.LogInformation("Job {JobId} waits for the next start", job.Id);
        return RunEnd.Interrupted;
    }

    // A signal to us may reach FFmpeg and the worker as well, and earlier.
    private static bool StopsNow(CancellationToken stop) => stop.WaitHandle.WaitOne(StopDelay);

    private sealed record Outcome(
        Recipe? Recipe, IReadOnlyList<string> Notes, IReadOnlyDictionary<GenerationStage, double> Seconds);

    private sealed class JobProgress(GenerationJob job) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => job.Report(value);
    }
}
