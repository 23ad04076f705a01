namespace CogSpace.Web.Visitors;

/// <summary>How often something may come from one address: so much at once, and then so much a second.</summary>
/// <remarks>An address is remembered until it has its whole burst again, and so many of them at most.</remarks>
internal sealed class AddressRate(int burst, int perSecond, TimeProvider time)
{
    /// <summary>Addresses that are remembered. When there are more, those that have used least are forgotten.</summary>
    public const int MostAddresses = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _wholeAt = new(StringComparer.Ordinal);      // when it has its burst again
    private readonly long _each = time.TimestampFrequency / perSecond;

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _wholeAt.Count;
        }
    }

    /// <returns>Whether one more may come.</returns>
    public bool Take(string address)
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            long wholeAt = Math.Max(_wholeAt.GetValueOrDefault(address), now);
            if (wholeAt - now > (burst - 1) * _each)
                return false;
            if (_wholeAt.Count >= MostAddresses && !_wholeAt.ContainsKey(address))
                Forget(now);
            _wholeAt[address] = wholeAt + _each;
            return true;
        }
    }

    private void Forget(long now)
    {
        string[] least = [.. _wholeAt.OrderBy(each => each.Value).Take(MostAddresses / 2).Select(each => each.Key)];
        foreach (string address in least.Concat(_wholeAt.Where(each => each.Value <= now).Select(each => each.Key)))
            _wholeAt.Remove(address);
    }
}
