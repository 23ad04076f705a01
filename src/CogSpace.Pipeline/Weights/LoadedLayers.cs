namespace CogSpace.Pipeline.Weights;

/// <summary>Layers that are all in memory. Their tensors are the loader's.</summary>
internal sealed class LoadedLayers<TLayer>(IReadOnlyList<TLayer> layers) : ILayerStack<TLayer>
{
    public IEnumerable<TLayer> Each(CancellationToken cancel)
    {
        foreach (var layer in layers)
        {
            cancel.ThrowIfCancellationRequested();
            yield return layer;
        }
    }

    public void Dispose()
    {
    }
}
