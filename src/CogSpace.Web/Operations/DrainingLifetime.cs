using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Operations;

/// <summary>Stops the server at a signal: the first lets the running job finish, for a while; the second does not wait.</summary>
internal sealed class DrainingLifetime(
    Drain drain, IOptions<OperationsOptions> options, IHostApplicationLifetime server, TimeProvider time,
    ILogger<DrainingLifetime> log) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            _registrations.Add(PosixSignalRegistration.Create(signal, Hear));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>What a signal does.</summary>
    internal Task StopAsync()
    {
        if (Interlocked.Increment(ref _signals) == 1 && options.Value.DrainTimeout > TimeSpan.Zero)
            return DrainAsync(options.Value.DrainTimeout);
        log.LogInformation("The server stops");
        server.StopApplication();
        return Task.CompletedTask;
    }

    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;      // the process ends when the server has stopped
        _ = Task.Run(StopAsync);
    }

    private async Task DrainAsync(TimeSpan timeout)
    {
        drain.BeginStop();
        log.LogInformation("The server stops when the running job is over, after {Timeout} at the latest", timeout);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(server.ApplicationStopping);
        await Task.WhenAny(drain.IdleAsync(), Task.Delay(timeout, time, over.Token));
        await over.CancelAsync();
        log.LogInformation("The server stops");
        server.StopApplication();
    }
}
