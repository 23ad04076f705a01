namespace CogSpace.Web.Visitors;

/// <summary>Seconds on the device that visitors' videos took within the last 24 hours.</summary>
internal sealed class ComputeLedger
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    // So that not every look writes the journal again.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly ComputeJournal? _journal;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ComputeEntry> _entries;      // by job

    /// <param name="time">The clock.</param>
    /// <param name="journal">Where it is kept; null: in memory only.</param>
    public ComputeLedger(TimeProvider time, ComputeJournal? journal = null)
    {
        (_time, _journal, _entries) = (time, journal, new Dictionary<string, ComputeEntry>(StringComparer.Ordinal));
        var since = time.GetUtcNow() - Window;
        foreach (var entry in journal?.Read().Where(entry => entry.Ended > since) ?? [])
            _entries[entry.Job] = entry;
        journal?.Write(_entries.Values);       // without old lines, and without one that was cut off
    }

    /// <summary>Counts a video; one that is known already is not counted again.</summary>
    public void Add(ComputeEntry entry)
    {
        lock (_lock)
        {
            if (entry.Seconds > 0 && _entries.TryAdd(entry.Job, entry))
                _journal?.Append(entry);
        }
    }

    /// <summary>Keeps no older videos than it has to.</summary>
    public void Forget()
    {
        var since = _time.GetUtcNow() - Window;
        lock (_lock)
        {
            if (!_entries.Values.Any(entry => entry.Ended <= since - Slack))
                return;
            foreach (string job in _entries.Values.Where(entry => entry.Ended <= since).Select(entry => entry.Job).ToArray())
                _entries.Remove(job);
            _journal?.Write(_entries.Values);
        }
    }

    /// <summary>Seconds of an owner, or of an address.</summary>
    public double SecondsOf(Func<Visitor, bool> who)
    {
        lock (_lock)
            return Recent(who).Sum(entry => entry.Seconds);
    }

    /// <summary>Videos of an owner, or of an address.</summary>
    public int VideosOf(Func<Visitor, bool> who)
    {
        lock (_lock)
            return Recent(who).Count();
    }

    /// <summary>When so many seconds will have been forgotten; the whole window where that takes more than there are.</summary>
    public TimeSpan TimeUntilForgotten(Func<Visitor, bool> who, double seconds)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            foreach (var entry in Recent(who).OrderBy(entry => entry.Ended))
            {
                seconds -= entry.Seconds;
                if (seconds <= 0)
                    return entry.Ended + Window - now;
            }
        }

        return Window;
    }

    private IEnumerable<ComputeEntry> Recent(Func<Visitor, bool> who)
    {
        var since = _time.GetUtcNow() - Window;
        return _entries.Values.Where(entry => entry.Ended > since && who(entry.Visitor));
    }
}
