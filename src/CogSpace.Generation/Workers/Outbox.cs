namespace CogSpace.Generation.Workers;

/// <summary>
/// Messages that wait to be sent, so that nobody who makes frames waits for a reader. Progress that the reader is too slow for
/// gives way to newer progress.
/// </summary>
internal sealed class Outbox : IDisposable
{
    private const int MostProgress = 100;

    private readonly Lock _lock = new();
    private readonly LinkedList<WorkerMessage> _waiting = [];
    private readonly SemaphoreSlim _added = new(0);

    public void Add(WorkerMessage message)
    {
        lock (_lock)
        {
            if (message is Progressed progressed && Replaces(progressed))
                return;
            _waiting.AddLast(message);
        }

        _added.Release();
    }

    public async Task<WorkerMessage> TakeAsync(CancellationToken cancel = default)
    {
        await _added.WaitAsync(cancel);
        lock (_lock)
        {
            var first = _waiting.First!.Value;
            _waiting.RemoveFirst();
            return first;
        }
    }

    public void Dispose() => _added.Dispose();

    // Of the same stage, or of any where the stages take turns faster than anybody reads. A preview that waits stays.
    private bool Replaces(Progressed newer)
    {
        if (_waiting.Last is not { Value: Progressed { Progress: var older } } last)
            return false;
        if (older.Stage != newer.Progress.Stage && _waiting.Count < MostProgress)
            return false;
        last.Value = new Progressed(newer.Progress with { Preview = newer.Progress.Preview ?? older.Preview });
        return true;
    }
}
