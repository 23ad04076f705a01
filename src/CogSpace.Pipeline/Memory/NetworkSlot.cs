namespace CogSpace.Pipeline.Memory;

/// <summary>
/// The place of a network: it is loaded when it is first needed, and stays or goes when nobody needs it any more.
/// </summary>
/// <param name="load">Loads it; with a token that gives up.</param>
/// <param name="stays">Whether it is kept until the slot is disposed.</param>
internal sealed class NetworkSlot<TNetwork>(Func<CancellationToken, TNetwork> load, bool stays) : IDisposable
    where TNetwork : class, IDisposable
{
    private TNetwork? _network;
    private bool _isLent;
    private int _leases;

    /// <summary>A slot for a network that is there already; it is the slot's from now on.</summary>
    public static NetworkSlot<TNetwork> Of(TNetwork network) => new(_ => network, stays: true) { _network = network };

    /// <summary>A slot for a network that somebody else has, and disposes.</summary>
    public static NetworkSlot<TNetwork> Lent(TNetwork network) =>
        new(_ => network, stays: true) { _network = network, _isLent = true };

    /// <summary>The network, for as long as the lease is not disposed. Other borrowers get the same one meanwhile.</summary>
    public Lease Borrow(CancellationToken cancel = default)
    {
        _network ??= load(cancel);
        _leases++;
        return new Lease(this, _network);
    }

    public void Dispose() => Free();

    private void Return()
    {
        if (--_leases == 0 && !stays)
            Free();
    }

    private void Free()
    {
        if (!_isLent)
            _network?.Dispose();
        _network = null;
    }

    internal sealed class Lease(NetworkSlot<TNetwork> slot, TNetwork network) : IDisposable
    {
        private bool _returned;

        public TNetwork Network => network;

        public void Dispose()
        {
            if (_returned)
                return;
            _returned = true;
            slot.Return();
        }
    }
}
