namespace CogSpace.Web.Visitors;

/// <summary>Seconds on the device that visitors' videos took within the last 24 hours.</summary>
internal sealed class ComputeLedger(TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];      // about one for each video that was made

    public void Add(Visitor visitor, double seconds, DateTimeOffset ended)
    {
        lock (_lock)
        {
            _entries.RemoveAll(entry => entry.Ended <= time.GetUtcNow() - Window);
            if (seconds > 0)
                _entries.Add(new Entry(visitor, seconds, ended));
        }
    }

    /// <summary>Seconds of an owner, or of an address.</summary>
    public double SecondsOf(Func<Visitor, bool> who)
    {
        lock (_lock)
            return Recent(who).Sum(entry => entry.Seconds);
    }

    /// <summary>When so many seconds will have been forgotten; the whole window where that takes more than there are.</summary>
    public TimeSpan TimeUntilForgotten(Func<Visitor, bool> who, double seconds)
    {
        var now = time.GetUtcNow();
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

    private IEnumerable<Entry> Recent(Func<Visitor, bool> who)
    {
        var since = time.GetUtcNow() - Window;
        return _entries.Where(entry => entry.Ended > since && who(entry.Visitor));
    }

    private sealed record Entry(Visitor Visitor, double Seconds, DateTimeOffset Ended);
}
