namespace CogSpace.Web.Models;

/// <summary>What is on the disk. Looked up when asked for, every few seconds at most.</summary>
/// <param name="look">Reads the disk.</param>
/// <param name="time">Says when that was too long ago.</param>
internal sealed class RecentLook<T>(Func<T> look, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private volatile Look? _last;

    public T Value
    {
        get
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) > Fresh)
                _last = last = new Look(look(), time.GetTimestamp());
            return last.Seen;
        }
    }

    /// <summary>Looks at the disk the next time that it is asked, however soon.</summary>
    public void Forget() => _last = null;

    private sealed record Look(T Seen, long At);
}
