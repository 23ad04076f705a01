using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>
/// People at addresses of their own: each loads the page every ten seconds, and some of them ask for a video and then for the
/// next.
/// </summary>
internal sealed class HonestVisitors
{
    public const int Count = 200;

    private const int Askers = 10;
    private const int Steps = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);

    private readonly ConcurrentBag<double> _loads = [];
    private readonly ConcurrentBag<double> _waits = [];
    private int _failures;
    private int _refusals;

    /// <summary>Milliseconds that loading the page took, in order.</summary>
    public IReadOnlyList<double> Loads => [.. _loads.Order()];

    /// <summary>Seconds from asking for a video to having it, in order.</summary>
    public IReadOnlyList<double> Waits => [.. _waits.Order()];

    /// <summary>Pages that were not answered with status 200, and videos that failed.</summary>
    public int Failures => _failures;

    /// <summary>Videos that were not accepted.</summary>
    public int Refusals => _refusals;

    /// <summary>Until it is cancelled.</summary>
    public Task RunAsync(Uri server, CancellationToken cancel) => Task.WhenAll(
        Enumerable.Range(0, Count).Select(i => VisitAsync(server, $"198.51.{100 + (i / 200)}.{i % 200}", i, cancel)));

    private async Task VisitAsync(Uri server, string address, int number, CancellationToken cancel)
    {
        using var client = new Client(server, address);
        try
        {
            await Task.Delay(Pause * number / Count, cancel);
            await client.LoadAsync(cancel);       // alone: it brings the cookie
            await Task.WhenAll(LoadAsync(client, cancel), number < Askers ? AskAsync(client, cancel) : Task.CompletedTask);
        }
        catch (Exception e) when (cancel.IsCancellationRequested && e is OperationCanceledException or HttpRequestException)
        {
            // They go home.
        }
    }

    private async Task LoadAsync(Client client, CancellationToken cancel)
    {
        while (true)
        {
            long begun = Stopwatch.GetTimestamp();
            if (await client.LoadAsync(cancel) != HttpStatusCode.OK)
                Interlocked.Increment(ref _failures);
            _loads.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(Pause, cancel);
        }
    }

    private async Task AskAsync(Client client, CancellationToken cancel)
    {
        while (true)
        {
            long begun = Stopwatch.GetTimestamp();
            if ((await client.SubmitAsync(Steps, cancel)).Id is not { } job)
            {
                Interlocked.Increment(ref _refusals);
                await Task.Delay(Look, cancel);
                continue;
            }

            string state;
            while ((state = await client.StateAsync(job, cancel)) is "Queued" or "Running")
                await Task.Delay(Look, cancel);
            if (state != "Finished")
                Interlocked.Increment(ref _failures);
            _waits.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
    }
}
