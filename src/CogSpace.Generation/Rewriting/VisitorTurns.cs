using System.Collections.Concurrent;

namespace CogSpace.Generation.Rewriting;

/// <summary>Limits rewriting to one prompt at a time for each visitor, and to a few for all of them.</summary>
internal sealed class VisitorTurns(int atOnce) : IDisposable
{
    private readonly ConcurrentDictionary<string, byte> _busy = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <summary>Waits until a turn is free.</summary>
    /// <returns>The turn: dispose it to end it.</returns>
    /// <exception cref="RewriterException">The visitor already has a turn.</exception>
    public async Task<IDisposable> TakeAsync(string owner, CancellationToken cancel)
    {
        if (!_busy.TryAdd(owner, 0))
            throw new RewriterException("Another prompt of yours is being rewritten. Please wait for it or stop it first.");
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
