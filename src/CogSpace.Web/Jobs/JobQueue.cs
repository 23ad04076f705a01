using System.Runtime.CompilerServices;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>Jobs that wait. Visitors take turns; a job that is cancelled leaves by itself.</summary>
internal sealed class JobQueue(IOptions<JobOptions> options, FairShare share, ILogger<JobQueue> log) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Entry> _waiting = [];      // by place
    private readonly List<Turn> _reserved = [];
    private readonly List<Entry> _running = [];
    private readonly TurnOrder _order = new();
    private readonly SemaphoreSlim _added = new(0);
    private IReadOnlyList<Turn>? _turns;       // of those that wait; null: they have changed since
    private long _lastPlace;

    /// <summary>Raised after a job has come or gone: the order has changed.</summary>
    public ChangeSignal<JobQueue> Changes { get; } = new(log);

    /// <summary>
    /// Takes the next place, for a job that is being saved. It counts as waiting until it is added, or the place is given up.
    /// </summary>
    /// <param name="visitor">Whose it will be.</param>
    /// <param name="seconds">How long it will probably take.</param>
    /// <exception cref="QueueFullException">All places are taken.</exception>
    /// <exception cref="ShareUsedException">This visitor has a full share of them.</exception>
    public long Reserve(Visitor visitor, double seconds)
    {
        lock (_lock)
        {
            var turn = new Turn(visitor, _lastPlace + 1, seconds);
            Turn[] waiting = [.. _waiting.Values.Select(entry => entry.Turn), .. _reserved];
            share.CheckJob(turn, waiting, [.. _running.Select(each => each.Turn)], options.Value.QueueLength, SecondsUntilOneOf);
            _reserved.Add(turn);
            return ++_lastPlace;
        }
    }

    /// <summary>Ends a reservation whose job will not come.</summary>
    public void GiveUp(long place)
    {
        lock (_lock)
            _reserved.RemoveAll(turn => turn.Place == place);
    }

    /// <summary>
    /// Lets a job wait for its turn, in the place that was reserved for it; however many wait if there is none. One that was
    /// handed out and comes back is next.
    /// </summary>
    public void Add(GenerationJob job)
    {
        Entry entry;
        lock (_lock)
        {
            var turn = TurnOf(job);
            if (_running.Find(each => each.Turn.Place == job.Place) is { } back)
            {
                turn = turn with { IsNext = true };
                _running.Remove(back);
                _order.Correct(back.Turn, 0);
            }

            entry = new Entry(job, turn);
            _waiting.Add(job.Place, entry);
            _reserved.RemoveAll(turn => turn.Place == job.Place);
            _lastPlace = Math.Max(_lastPlace, job.Place);
            _turns = null;
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

    /// <summary>A job that was handed out no longer uses the device.</summary>
    /// <param name="job">As <see cref="ReadAllAsync"/> gave it.</param>
    /// <param name="ended">When.</param>
    public void Release(GenerationJob job, DateTimeOffset ended)
    {
        share.Compute.Add(new ComputeEntry(job.Id, job.Visitor, job.SecondsUsed, ended));
        lock (_lock)
        {
            if (_running.Find(each => each.Turn.Place == job.Place) is not { } running)
                return;
            _running.Remove(running);
            _order.Correct(running.Turn, job.SecondsUsed);
            _turns = null;
        }
    }

    /// <summary>Counts a job that ended before the server started: its visitor has had that turn.</summary>
    public void Recall(GenerationJob job, DateTimeOffset ended)
    {
        share.Compute.Add(new ComputeEntry(job.Id, job.Visitor, job.SecondsUsed, ended));
        lock (_lock)
            _order.Take(new Turn(job.Visitor, job.Place, job.SecondsUsed, Weight: share.WeightOf(job.Visitor)));
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
            return Turns().Index().FirstOrDefault(each => each.Item.Place == job.Place) is (var index, { }) ? index + 1 : null;
    }

    /// <returns>Seconds; null when it does not wait, or when nothing is known of a job before it.</returns>
    public double? SecondsUntilStart(GenerationJob job)
    {
        lock (_lock)
        {
            if (!_waiting.ContainsKey(job.Place))
                return null;
            var before = Turns().TakeWhile(turn => turn.Place != job.Place).Select(turn => _waiting[turn.Place].Job).ToList();
            bool isKnown =
                before.TrueForAll(each => share.Speeds.Of(each.Work) is not null)
                && _running.TrueForAll(each => each.Job.SecondsLeft is not null);
            return isKnown ? SecondsUntil(turn => turn.Place == job.Place) : null;
        }
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

    private Turn TurnOf(GenerationJob job) =>
        new(job.Visitor, job.Place, share.Speeds.SecondsOf(job.Work), job.WasInterrupted, share.WeightOf(job.Visitor));

    private IReadOnlyList<Turn> Turns() => _turns ??= _order.Of(_waiting.Values.Select(entry => entry.Turn));

    // Until the first such turn. What runs and does not know how long it still takes counts as if it had just begun.
    private double SecondsUntil(Func<Turn, bool> isOne) =>
        _running.Sum(each => each.Job.SecondsLeft ?? each.Turn.Seconds)
        + Turns().TakeWhile(turn => !isOne(turn)).Sum(turn => share.Speeds.SecondsOf(_waiting[turn.Place].Job.Work));

    private double SecondsUntilOneOf(Func<Visitor, bool>? isOne) =>
        SecondsUntil(turn => isOne is null || isOne(turn.Visitor));

    private GenerationJob? TakeFirst()
    {
        Entry first;
        lock (_lock)
        {
            if (_waiting.Count == 0)
                return null;
            _waiting.Remove(Turns()[0].Place, out first!);
            _order.Take(first.Turn);
            _running.Add(first);
            _turns = null;
        }

        first.OnCancel.Dispose();
        Changes.Raise(this);
        return first.Job;
    }

    private bool Remove(GenerationJob job)
    {
        bool removed;
        lock (_lock)
        {
            removed = _waiting.Remove(job.Place);
            _turns = null;
        }

        if (removed)
            Changes.Raise(this);
        return removed;
    }

    private sealed class Entry(GenerationJob job, Turn turn)
    {
        public GenerationJob Job => job;

        public Turn Turn => turn;

        public CancellationTokenRegistration OnCancel { get; set; }
    }
}
