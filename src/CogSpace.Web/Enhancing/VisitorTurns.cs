using System.Collections.Concurrent;

namespace CogSpace.Web.Enhancing;

/// <summary>One at a time for each visitor, and a few for the server.</summary>
internal sealed class VisitorTurns(int atOnce) : IDisposable
{
    private readonly ConcurrentDictionary<string, byte> _busy = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <summary>Waits while the server is busy with others.</summary>
    /// <returns>To be disposed when it is over.</returns>
    /// <exception cref="EnhancerException">The visitor has one already.</exception>
    public async Task<IDisposable> TakeAsync(string owner, CancellationToken cancel)
    {
        if (!_busy.TryAdd(owner, 0))
            throw new EnhancerException("Another prompt of yours is being rewritten. Please wait for it or stop it first.");
        try
        {
            await _free.WaitAsync(cancel);
            return new Turn(() =>
            {
                _free.Release();
                _busy.TryRemove(owner, out _);
            });
        }
        catch
        {
            _busy.TryRemove(owner, out _);
            throw;
        }
    }

    public void Dispose() => _free.Dispose();

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
