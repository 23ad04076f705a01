namespace CogSpace.Web.Visitors;

/// <summary>
/// Lets those wait who are refused a connection. A script that tries again for ever then costs as much as a few people do,
/// since it waits for its answer.
/// </summary>
internal sealed class RefusalPause(TimeProvider time)
{
    /// <summary>How many wait at once; others hear at once that they are refused.</summary>
    public const int Most = 2_500;

    /// <summary>How long at most. Some wait half as long, so that they do not all come back at once.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private int _waiting;

    /// <summary>How many wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Returns after a while, at once where too many wait already, or when the other side has gone.</summary>
    public async Task WaitAsync(CancellationToken gone)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) <= Most)
                await Task.Delay(Longest * (1 + Random.Shared.NextDouble()) / 2, time, gone)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
