namespace CogSpace.Pipeline.Weights;

/// <summary>
/// Layers that are read from their file for each use: while one computes, another thread reads the next. After the last comes
/// the first again.
/// </summary>
/// <param name="count">How many there are.</param>
/// <param name="fetch">Reads one; on the fetcher's thread.</param>
/// <param name="version">Counts what changes the layers: one that was read before a change is read again.</param>
/// <param name="fetcher">The other thread.</param>
internal sealed class StreamedLayers<TLayer>(
    int count, Func<int, FetchedLayer<TLayer>> fetch, Func<int> version, WorkerThread fetcher) : ILayerStack<TLayer>
{
    private Fetch? _next;

    public IEnumerable<TLayer> Each(CancellationToken cancel)
    {
        for (int i = 0; i < count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            using var fetched = Take(i);
            _next = Start((i + 1) % count);
            yield return fetched.Layer;
        }
    }

    public void Dispose() => Discard();

    private FetchedLayer<TLayer> Take(int index)
    {
        if (_next is { } next && next.Index == index && next.Version == version())
            _next = null;
        else
        {
            Discard();
            next = Start(index);
        }

        return next.Layer.GetAwaiter().GetResult();
    }

    private Fetch Start(int index) => new(index, version(), fetcher.RunAsync(() => fetch(index)));

    // What was read for nothing is waited for: no tensor outlives the network.
    private void Discard()
    {
        if (_next is not { } next)
            return;
        _next = null;
        try
        {
            next.Layer.GetAwaiter().GetResult().Dispose();
        }
        catch (Exception) // the layer's next user gets the error
        {
        }
    }

    private sealed record Fetch(int Index, int Version, Task<FetchedLayer<TLayer>> Layer);
}

/// <summary>A layer and what its tensors belong to.</summary>
internal sealed record FetchedLayer<TLayer>(TLayer Layer, IDisposable Weights) : IDisposable
{
    public void Dispose() => Weights.Dispose();
}
