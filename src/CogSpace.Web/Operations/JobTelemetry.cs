using System.Collections.Concurrent;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Operations;

/// <summary>Watches jobs from outside: measures and traces come from their changes of state.</summary>
internal sealed class JobTelemetry(JobBoard board, ServerMeter meter, TimeProvider time) : IHostedService
{
    private readonly ConcurrentDictionary<string, JobTrace> _running = new(StringComparer.Ordinal);
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = board.JobChanges.Subscribe(See);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    private void See(GenerationJob job)
    {
        var status = job.Status;
        switch (status.State)
        {
            case JobState.Running:
                if (!_running.TryGetValue(job.Id, out var trace))
                {
                    _running[job.Id] = trace = new JobTrace(time);
                    meter.Started(job, Math.Max(0, ((status.Started ?? job.Created) - job.Created).TotalSeconds));
                }

                trace.See(status.Progress);
                break;
            case JobState.Queued:
                if (_running.TryRemove(job.Id, out var interrupted))
                    interrupted.Write(meter, job, "interrupted");
                break;
            default:
                bool hasRun = _running.TryRemove(job.Id, out var ended);
                meter.Ended(job, hasRun);
                ended?.Write(meter, job, ServerMeter.Word(status.State));
                break;
        }
    }
}
