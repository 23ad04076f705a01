using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CogSpace.Generation.Workers;

/// <summary>The server's side of one worker: its process, from the start to its end.</summary>
internal sealed class WorkerProcess : IDisposable
{
    // libtorch from a cold disk, and CUDA's first call.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    // Longer than any step that ends by itself: a model would have to be loaded again.
    private static readonly TimeSpan CancelLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Task _ended;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private MessageChannel? _channel;
    private volatile bool _isGivenUp;       // ended by us

    private WorkerProcess(Process process, TimeProvider time, ILogger log)
    {
        (_process, _time, _log, Id) = (process, time, log, process.Id);
        _ended = process.WaitForExitAsync();
    }

    /// <summary>The process's number.</summary>
    public int Id { get; }

    /// <summary>What it said when it was ready.</summary>
    public Ready Ready { get; private set; } = null!;

    /// <summary>Whether it takes no orders any more.</summary>
    public bool HasEnded => _isGivenUp || _ended.IsCompleted;

    /// <summary>Starts a process and waits until it is ready.</summary>
    /// <exception cref="WorkerStartException">It does not start.</exception>
    public static async Task<WorkerProcess> StartAsync(
        WorkerCommand command, GeneratorOptions options, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        WorkerProcess? worker = null;
        try
        {
            using var socket = new WorkerSocket();
            worker = new WorkerProcess(Launch(command, socket.FullPath), time, log);
            await worker.MeetAsync(socket, options, limit.Token);
            return worker;
        }
        catch (Exception e)
        {
            worker?.Kill();
            worker?.Dispose();
            throw e switch
            {
                OperationCanceledException when !cancel.IsCancellationRequested =>
                    new WorkerStartException($"it is not ready after {StartLimit.TotalMinutes} minutes", e),
                Win32Exception or InvalidDataException => new WorkerStartException(e.Message, e),
                _ when Disk.Failed(e) => new WorkerStartException(e.Message, e),
                _ => e,
            };
        }
    }

    /// <summary>Has an order carried out.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and the process had to be ended for that.</exception>
    /// <exception cref="WorkerDiedException">The process has ended.</exception>
    public async Task<Ended> AskAsync(
        WorkerMessage order, IProgress<GenerationProgress>? progress, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await TrySendAsync(order);
        using var cancelling = cancel.Register(() =>
        {
            _ = TrySendAsync(new Cancel());
            patience.CancelAfter(CancelLimit);
        });
        try
        {
            while (await _channel!.ReceiveAsync(patience.Token) is { } message)
            {
                if (message is Ended end)
                    return end;
                if (message is not Progressed { Progress: var now })
                    throw new InvalidDataException($"{message.GetType().Name} is not an answer.");
                progress?.Report(now);
            }
        }
        catch (InvalidDataException e)
        {
            Kill();
            throw new WorkerDiedException(isKill: false, e.Message);
        }
        catch (OperationCanceledException)
        {
            _log.LogWarning("Worker {Process} does not give up what was cancelled, and is ended", Id);
            Kill();
        }

        cancel.ThrowIfCancellationRequested();
        throw await DeathAsync();
    }

    /// <summary>Lets it end by itself; it must have nothing to do.</summary>
    public async Task StopAsync()
    {
        _isGivenUp = true;
        await TrySendAsync(new Stop());
        await ExitAsync();
        Kill();
    }

    /// <summary>Ends it and all that it has started.</summary>
    public void Kill()
    {
        _isGivenUp = true;
        ProcessGroup.Kill(Id);
        if (!_ended.IsCompleted)
            _process.Kill();            // which may not lead its group yet
    }

    /// <summary>As <see cref="Kill"/>, and returns when it has ended.</summary>
    public void End()
    {
        Kill();
        _ = _ended.Wait(EndLimit);
    }

    public void Dispose()
    {
        _channel?.Dispose();
        _process.Dispose();
    }

    private static Process Launch(WorkerCommand command, string socket)
    {
        var start = new ProcessStartInfo(command.Program, [.. command.Arguments, socket])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";       // a heap for each core is for programs that serve many
        start.Environment.TryAdd("ORT_DISABLE_TELEMETRY", "1");       // ONNX Runtime would tell its makers what it does
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private async Task MeetAsync(WorkerSocket socket, GeneratorOptions options, CancellationToken cancel)
    {
        var lines = new WorkerLog(_log, Id);
        _ = lines.CopyAsync(_process.StandardOutput, LogLevel.Information);
        _ = lines.CopyAsync(_process.StandardError, LogLevel.Warning);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var accepting = socket.AcceptAsync(gone.Token);
        if (await Task.WhenAny(accepting, _ended) != accepting)
        {
            await gone.CancelAsync();
            throw await EarlyEndAsync();
        }

        _channel = await accepting;
        await TrySendAsync(new Begin(Begin.CurrentProtocol, options with { Hub = null }));      // which only finds and pulls
        Ready = await _channel.ReceiveAsync(cancel) switch
        {
            Ready ready => ready,
            null => throw await EarlyEndAsync(),
            var other => throw new InvalidDataException($"It begins with {other.GetType().Name}."),
        };
    }

    private async Task<WorkerStartException> EarlyEndAsync() => new($"it ended with {await ExitAsync()}");

    private async Task<WorkerDiedException> DeathAsync()
    {
        bool isOurs = _isGivenUp;
        var exit = await ExitAsync();
        Kill();         // what it had started
        return new WorkerDiedException(exit.IsKill && !isOurs, $"{exit}");
    }

    // It may have closed its connection and hang.
    private async Task<WorkerExit> ExitAsync()
    {
        try
        {
            await _ended.WaitAsync(EndLimit);
        }
        catch (TimeoutException)
        {
            Kill();
            await _ended;
        }

        return new WorkerExit(_process.ExitCode);
    }

    // Where the worker is gone, the next answer says so.
    private async Task TrySendAsync(WorkerMessage message)
    {
        try
        {
            await _channel!.SendAsync(message);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }
}
