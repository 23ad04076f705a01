using CogSpace.Web.Uploads;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>
/// Deletes uploads that nobody uses and jobs that are over: after their time, and earlier, the jobs that ended first, when the
/// disk's quota is used up.
/// </summary>
internal sealed class JobSweeper(
    JobBoard board, JobStore store, UploadStore uploads, DataFolder data, IOptions<JobOptions> options, TimeProvider time,
    ILogger<JobSweeper> log) : BackgroundService
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _sweeping = new();

    public void Sweep()
    {
        lock (_sweeping)
        {
            try
            {
                uploads.DeleteExpired();
                DeleteExpired(time.GetUtcNow() - options.Value.Retention);
                KeepQuota();
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
            board.Delete(job);
        }

        store.DeleteDamaged(before);
    }

    private void KeepQuota()
    {
        long used = store.Size() + uploads.Size();
        foreach (var job in board.Over())
        {
            if (used <= data.QuotaBytes)
                return;
            used -= store.SizeOf(job.Id);
            log.LogInformation("Job {JobId} makes room", job.Id);
            board.Delete(job);
        }
    }
}
