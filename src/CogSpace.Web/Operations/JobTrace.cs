using System.Diagnostics;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Operations;

/// <summary>When the stages of one run were seen. Written at its end: a span for the run, one for each stage.</summary>
internal sealed class JobTrace(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GenerationStage, (DateTimeOffset First, DateTimeOffset Last)> _stages = [];
    private readonly DateTimeOffset _begun = time.GetUtcNow();

    public void See(GenerationProgress? progress)
    {
        if (progress is null)
            return;
        var now = time.GetUtcNow();
        lock (_lock)
            _stages[progress.Stage] = (_stages.TryGetValue(progress.Stage, out var seen) ? seen.First : now, now);
    }

    /// <param name="meter">Has the source of traces; without a listener nothing is written.</param>
    /// <param name="job">The job.</param>
    /// <param name="outcome">finished, failed, cancelled or interrupted.</param>
    public void Write(ServerMeter meter, GenerationJob job, string outcome)
    {
        using var run = Start("job", parent: default, _begun);
        if (run is null)
            return;
        run.SetTag("cogspace.job.id", job.Id);
        run.SetTag("cogspace.model", meter.NameOf(job.Model));
        run.SetTag("cogspace.steps", job.Request.Steps);
        run.SetTag("cogspace.attempt", job.Attempts);
        run.SetTag("cogspace.job.state", outcome);
        if (job.Status.State == JobState.Failed)
            run.SetStatus(ActivityStatusCode.Error);
        lock (_lock)
        {
            foreach (var (stage, (first, last)) in _stages.OrderBy(stage => stage.Value.First))
            {
                using var span = Start(ServerMeter.Word(stage), run.Context, first);
                span?.SetEndTime(last.UtcDateTime);
            }
        }

        run.SetEndTime(time.GetUtcNow().UtcDateTime);

        Activity? Start(string name, ActivityContext parent, DateTimeOffset start) =>
            meter.Traces.StartActivity(name, ActivityKind.Internal, parent, startTime: start);
    }
}
