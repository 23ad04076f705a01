namespace CogSpace.Web.Visitors;

/// <summary>Why a visitor may not have one more.</summary>
internal enum ShareLimit
{
    None,
    Owner,
    Address,
    All,
}

/// <summary>Things in use at once, such as uploads under way: so many for each owner, for each address and in all.</summary>
internal sealed class ShareCounter(int perOwner, int perAddress, int inAll)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _byOwner = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byAddress = new(StringComparer.Ordinal);
    private int _all;

    public int PerOwner => perOwner;

    /// <summary>Takes one for a visitor.</summary>
    /// <param name="visitor">A trusted one is stopped only by the limit in all.</param>
    /// <param name="use">Dispose it to give the one back; null where a limit is reached.</param>
    public ShareLimit Take(Visitor visitor, out IDisposable? use)
    {
        use = null;
        lock (_lock)
        {
            if (_all >= inAll)
                return ShareLimit.All;
            if (!visitor.IsTrusted && _byOwner.GetValueOrDefault(visitor.Owner) >= perOwner)
                return ShareLimit.Owner;
            if (!visitor.IsTrusted && _byAddress.GetValueOrDefault(visitor.Address) >= perAddress)
                return ShareLimit.Address;
            Count(visitor, 1);
        }

        use = new Use(this, visitor);
        return ShareLimit.None;
    }

    private void Count(Visitor visitor, int change)
    {
        _all += change;
        Count(_byOwner, visitor.Owner, change);
        Count(_byAddress, visitor.Address, change);
    }

    // What is not in use is not kept: names are free for anybody to make up.
    private static void Count(Dictionary<string, int> counts, string name, int change)
    {
        int count = counts.GetValueOrDefault(name) + change;
        if (count > 0)
            counts[name] = count;
        else
            counts.Remove(name);
    }

    private void GiveBack(Visitor visitor)
    {
        lock (_lock)
            Count(visitor, -1);
    }

    private sealed class Use(ShareCounter counter, Visitor visitor) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                counter.GiveBack(visitor);
        }
    }
}
