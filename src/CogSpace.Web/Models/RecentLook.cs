using System.Diagnostics;

namespace CogSpace.Web.Models;

/// <summary>What is on the disk. Looked up when asked for, every few seconds at most.</summary>
/// <param name="look">Reads the disk.</param>
internal sealed class RecentLook<T>(Func<T> look)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private volatile Look? _last;

    public T Value
    {
        get
        {
            if (_last is not { } last || Stopwatch.GetElapsedTime(last.At) > Fresh)
                _last = last = new Look(look(), Stopwatch.GetTimestamp());
            return last.Seen;
        }
    }

    /// <summary>Looks at the disk the next time that it is asked, however soon.</summary>
    public void Forget() => _last = null;

    private sealed record Look(T Seen, long At);
}
