namespace CogSpace.Web.Visitors;

/// <summary>Open pages, each a live connection. When there are too many, one that nobody has used for long gives way.</summary>
internal sealed class LivePages(FairShare share, TimeProvider time)
{
    /// <summary>A page that nobody has clicked or typed on for so long may be closed when others need its place.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly List<Page> _pages = [];

    /// <summary>Pages that are open now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _pages.Count;
        }
    }

    /// <summary>Counts a page from now on.</summary>
    /// <param name="visitor">Whose it is.</param>
    /// <param name="close">Closes it.</param>
    /// <returns>Dispose it when it is closed; null: there is no place for it.</returns>
    public IDisposable? Open(Visitor visitor, Action close)
    {
        var limit = share.Pages.Take(visitor, out var use);
        if (use is null && CloseIdle(page => limit == ShareLimit.All || page.Visitor.Address == visitor.Address))
            share.Pages.Take(visitor, out use);
        if (use is null)
            return null;
        var opened = new Page(this, visitor, close, use) { Used = time.GetTimestamp() };
        lock (_lock)
            _pages.Add(opened);
        return opened;
    }

    /// <summary>Somebody does something on one of the pages of this owner.</summary>
    public void Touch(string owner)
    {
        lock (_lock)
        {
            foreach (var page in _pages.Where(page => page.Visitor.Owner == owner))
                page.Used = time.GetTimestamp();
        }
    }

    private bool CloseIdle(Func<Page, bool> isCandidate)
    {
        Page? idle;
        lock (_lock)
            idle = _pages
                .Where(page => isCandidate(page) && time.GetElapsedTime(page.Used) > IdleAfter)
                .MinBy(page => page.Used);
        idle?.Close();
        return idle is not null;
    }

    private sealed class Page(LivePages pages, Visitor visitor, Action close, IDisposable use) : IDisposable
    {
        public Visitor Visitor => visitor;

        public long Used { get; set; }

        public void Close()
        {
            close();
            Dispose();
        }

        public void Dispose()
        {
            use.Dispose();
            lock (pages._lock)
                pages._pages.Remove(this);
        }
    }
}
