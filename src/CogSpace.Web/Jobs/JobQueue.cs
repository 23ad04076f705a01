using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>Jobs that wait, in the order of their places. A job that is cancelled leaves by itself.</summary>
internal sealed class JobQueue(IOptions<JobOptions> options, ILogger<JobQueue> log) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedList<long, Entry> _waiting = [];
    private readonly SemaphoreSlim _added = new(0);
    private long _lastPlace;
    private int _reserved;

    /// <summary>Raised after a job has come or gone: places have moved.</summary>
    public ChangeSignal<JobQueue> Changes { get; } = new(log);

    /// <summary>
    /// Takes the next place, for a job that is being saved. It counts as waiting until it is added, or the place is given up.
    /// </summary>
    /// <exception cref="QueueFullException">All places are taken.</exception>
    public long Reserve()
    {
        lock (_lock)
        {
            int waiting = _waiting.Count + _reserved;
            if (waiting >= options.Value.QueueLength)
                throw new QueueFullException(waiting);
            _reserved++;
            return ++_lastPlace;
        }
    }

    /// <summary>Ends a reservation whose job will not come.</summary>
    public void GiveUp()
    {
        lock (_lock)
            _reserved--;
    }

    /// <summary>Puts a job where its place says: new ones come last, one that was interrupted is next.</summary>
    /// <param name="job">Not waiting yet.</param>
    /// <param name="reserved">Its place was taken by <see cref="Reserve"/>. Without, it is let in however many wait.</param>
    public void Add(GenerationJob job, bool reserved = false)
    {
        var entry = new Entry(job);
        lock (_lock)
        {
            _waiting.Add(job.Place, entry);
            _reserved -= reserved ? 1 : 0;
            _lastPlace = Math.Max(_lastPlace, job.Place);
        }

        // At once if it was cancelled before it came here.
        entry.OnCancel = job.Cancelled.Register(() =>
        {
            if (Remove(job))
                job.MarkCancelled();
        });
        _added.Release();
        Changes.Raise(this);
    }

    /// <summary>Places from here on are higher than this.</summary>
    public void StartAfter(long place)
    {
        lock (_lock)
            _lastPlace = Math.Max(_lastPlace, place);
    }

    /// <returns>1 for the next; null when it does not wait.</returns>
    public int? PositionOf(GenerationJob job)
    {
        lock (_lock)
            return _waiting.IndexOfKey(job.Place) is >= 0 and int index ? index + 1 : null;
    }

    /// <summary>Hands out one job after the other, each once, and waits for the next.</summary>
    public async IAsyncEnumerable<GenerationJob> ReadAllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            await _added.WaitAsync(cancel);
            if (TakeFirst() is { } job)      // null: it left in the meantime
                yield return job;
        }
    }

    public void Dispose() => _added.Dispose();

    private GenerationJob? TakeFirst()
    {
        Entry first;
        lock (_lock)
        {
            if (_waiting.Count == 0)
                return null;
            first = _waiting.GetValueAtIndex(0);
            _waiting.RemoveAt(0);
        }

        first.OnCancel.Dispose();
        Changes.Raise(this);
        return first.Job;
    }

    private bool Remove(GenerationJob job)
    {
        bool removed;
        lock (_lock)
            removed = _waiting.Remove(job.Place);
        if (removed)
            Changes.Raise(this);
        return removed;
    }

    private sealed class Entry(GenerationJob job)
    {
        public GenerationJob Job => job;

        public CancellationTokenRegistration OnCancel { get; set; }
    }
}
