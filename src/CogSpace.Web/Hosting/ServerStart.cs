namespace CogSpace.Web.Hosting;

/// <summary>Lets background work wait for the server to listen: one that cannot must not have begun a job.</summary>
internal static class ServerStart
{
    public static async Task StartedAsync(this IHostApplicationLifetime lifetime, CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }
}
