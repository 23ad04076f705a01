using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>
/// Deletes uploads that nobody uses and jobs that are over: after their time, and earlier where a visitor's part of the disk
/// is used up.
/// </summary>
internal sealed class JobSweeper(
    JobBoard board, JobStore store, UploadStore uploads, ComputeLedger compute, IOptions<JobOptions> options, TimeProvider time,
    ILogger<JobSweeper> log) : BackgroundService
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private const int GracePart = 24;

    // A clock that was wrong at the start, or a long time without the server, costs nobody a video at once.
    private static readonly TimeSpan LongestGrace = TimeSpan.FromHours(1);

    private readonly Lock _sweeping = new();
    private readonly long _begun = time.GetTimestamp();

    public void Sweep()
    {
        lock (_sweeping)
        {
            try
            {
                uploads.DeleteExpired();
                board.ForgetUseless();
                if (time.GetElapsedTime(_begun) >= Grace(options.Value.Retention))
                    DeleteExpired(time.GetUtcNow() - options.Value.Retention);
                board.KeepQuota();
                compute.Forget();
            }
            catch (Exception e) when (Disk.Failed(e))
            {
                log.LogError(e, "Old jobs cannot be deleted");
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval(options.Value.Retention, uploads.Lifetime), time);
        do
            Sweep();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>How long after its start the server deletes no job because of its age.</summary>
    internal static TimeSpan Grace(TimeSpan retention) =>
        retention / GracePart < LongestGrace ? retention / GracePart : LongestGrace;

    /// <summary>A fifth of the shortest time that something is kept, between a second and a minute.</summary>
    internal static TimeSpan Interval(TimeSpan retention, TimeSpan lifetime)
    {
        var fifth = (retention < lifetime ? retention : lifetime) / 5;
        return fifth < ShortestInterval ? ShortestInterval : fifth < LongestInterval ? fifth : LongestInterval;
    }

    private void DeleteExpired(DateTimeOffset before)
    {
        foreach (var job in board.Over().TakeWhile(job => JobBoard.EndOf(job) <= before))
        {
            log.LogInformation("Job {JobId} has expired", job.Id);
            board.Delete(job, JobRemoval.Expired);
        }

        store.DeleteDamaged(before);
    }
}
