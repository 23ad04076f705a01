using CogSpace.Web.Visitors;

namespace CogSpace.Web.Jobs;

/// <content>What an earlier run of the server has left.</content>
public sealed partial class JobBoard
{
    private void Restore(int attempts)
    {
        var records = _store.Load();
        foreach (var record in records.OrderBy(record => record.Started))
            Recall(record);
        foreach (var record in records)
        {
            var job = _jobs[record.Id];
            _queue.StartAfter(record.Place);
            if (record.State == JobState.Running && record.Attempts >= attempts)
            {
                _log.LogError(
                    "Job {JobId} is given up: the server stopped {Attempts} times while running it", job.Id, record.Attempts);
                job.Fail(
                    record.Attempts == 1
                        ? "The server stopped unexpectedly while it made this video, so it is not tried again."
                        : $"The server stopped unexpectedly {record.Attempts} times while it made this video, so it is " +
                            "not tried again."
                );
            }
            else if (
                record.State is JobState.Running or JobState.Queued
                && _store.SourcePath(job.Id, record.Request) is { } source
                && !File.Exists(source)
            )
            {
                _log.LogError("Job {JobId} has lost the file that it is made from", job.Id);
                job.Fail(
                    $"The {(record.Request is ImageToVideo ? "picture" : "video")} that this should be made from is " +
                    "gone. Please choose it again."
                );
            }
            else if (record.State is JobState.Running or JobState.Queued)
            {
                job.Requeue();
                _queue.Add(job);
                _log.LogInformation("Job {JobId} is queued again after a restart", job.Id);
            }
            else if (record.State == JobState.Finished && !File.Exists(_store.VideoPath(job.Id)))
            {
                job.Fail("The file of this video is gone.");
            }
        }
    }

    // Who had how much of the device is not forgotten by a restart, as far as their jobs are still there.
    private void Recall(JobRecord record)
    {
        var job = Know(record);
        if (job.SecondsUsed <= 0 || record.Ended is not { } ended || ended <= _time.GetUtcNow() - ComputeLedger.Window)
            return;
        _queue.Recall(job, ended);
    }
}
