using CogSpace.Web.Jobs;

namespace CogSpace.Web.Operations;

/// <summary>
/// Lets the server run empty: it takes no new jobs, and those that wait are made; or, when it is about to stop, only those that
/// have begun.
/// </summary>
public sealed class Drain
{
    private readonly Lock _lock = new();
    private readonly ChangeSignal<Drain> _changes;
    private TaskCompletionSource _idle = Completed();
    private bool _isAsked;
    private bool _isStopping;
    private int _running;

    public Drain(ILogger<Drain> log) => _changes = new ChangeSignal<Drain>(log);

    /// <summary>Whether new jobs are refused.</summary>
    public bool IsOn
    {
        get
        {
            lock (_lock)
                return _isAsked || _isStopping;
        }
    }

    /// <summary>Whether the server is about to stop, which cannot be undone.</summary>
    public bool IsStopping
    {
        get
        {
            lock (_lock)
                return _isStopping;
        }
    }

    /// <param name="changed">Called after every change, on any thread.</param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable OnChange(Action changed) => _changes.Subscribe(_ => changed());

    /// <summary>From now on no job is taken; <see cref="End"/> undoes it.</summary>
    public void Begin() => Change(() => _isAsked = true);

    /// <summary>Takes jobs again, unless the server is about to stop.</summary>
    public void End() => Change(() => _isAsked = false);

    /// <summary>From now on no job is taken, and none begins.</summary>
    internal void BeginStop() => Change(() => _isStopping = true);

    /// <exception cref="DrainingException">No job is taken now.</exception>
    internal void RequireOpen()
    {
        if (IsOn)
            throw new DrainingException();
    }

    /// <summary>Counts a job as running; where the server is about to stop, waits until it has.</summary>
    /// <returns>Dispose it when the job runs no more.</returns>
    internal async Task<IDisposable> BeginRunAsync(CancellationToken stop)
    {
        if (TryBeginRun() is { } run)
            return run;
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        throw new OperationCanceledException(stop);
    }

    /// <summary>Returns when no job runs.</summary>
    internal Task IdleAsync()
    {
        lock (_lock)
            return _idle.Task;
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private Run? TryBeginRun()
    {
        lock (_lock)
        {
            if (_isStopping)
                return null;
            if (_running++ == 0)
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new Run(this);
        }
    }

    private void EndRun()
    {
        lock (_lock)
        {
            if (--_running == 0)
                _idle.SetResult();
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
            change();
        _changes.Raise(this);
    }

    private sealed class Run(Drain drain) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                drain.EndRun();
        }
    }
}
