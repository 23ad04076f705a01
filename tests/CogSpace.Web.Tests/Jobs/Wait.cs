using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>Waits for what a job becomes.</summary>
internal static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Task<JobStatus> ForEndAsync(GenerationJob job) => ForAsync(job, status => status.IsOver);

    public static Task<JobStatus> ForStepAsync(GenerationJob job) =>
        ForAsync(job, status => status.IsOver || status.Progress is { Stage: GenerationStage.Denoising, Step: >= 1 });

    public static async Task<JobStatus> ForAsync(GenerationJob job, Func<JobStatus, bool> reached)
    {
        var done = new TaskCompletionSource<JobStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (job.Status is var status && reached(status))
                done.TrySetResult(status);
        }

        using var subscription = job.OnChange(Look);
        Look();
        return await done.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }
}
