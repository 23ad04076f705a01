using System.Globalization;

namespace CogSpace.Generation.Hub;

/// <summary>Tries again what may work the next time, after waits that double.</summary>
internal sealed class Retry(HubOptions options)
{
    private const int LongestDoubling = 5;

    // Who is asked to wait longer should rather tell his user.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <param name="attempt">Throws <see cref="TransientHubException"/> when trying again may help.</param>
    /// <param name="gained">Counts what has come through: as long as it grows, nobody gives up. Null: nothing does.</param>
    /// <param name="cancel">Ends a wait, too.</param>
    /// <exception cref="CogSpaceException">All attempts failed.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Func<long>? gained = null, CancellationToken cancel = default)
    {
        long before = gained?.Invoke() ?? 0;
        for (int failed = 1; ; failed++)
        {
            try
            {
                return await attempt();
            }
            catch (TransientHubException e)
            {
                long now = gained?.Invoke() ?? 0;
                if (now > before)
                    (failed, before) = (1, now);
                if (e.After > LongestWait)
                    throw new CogSpaceException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{e.Message} It asks to be left alone for {e.After.Value.TotalMinutes:0} minutes; try again then."),
                        e
                    );
                if (failed >= options.Attempts)
                    throw new CogSpaceException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{e.Message} It was tried {failed} times; what has come through is kept, so pulling again " +
                            $"goes on from there."
                        ),
                        e
                    );
                await Task.Delay(e.After ?? options.RetryDelay * Math.Pow(2, Math.Min(failed - 1, LongestDoubling)), cancel);
            }
        }
    }
}
