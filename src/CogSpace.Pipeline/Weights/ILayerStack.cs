namespace CogSpace.Pipeline.Weights;

/// <summary>Layers that follow each other. Whether they are all in memory is their own affair.</summary>
internal interface ILayerStack<out TLayer> : IDisposable
{
    /// <summary>The layers in their order; each is to be used before the next is asked for.</summary>
    /// <param name="cancel">Looked at before each.</param>
    IEnumerable<TLayer> Each(CancellationToken cancel);
}
