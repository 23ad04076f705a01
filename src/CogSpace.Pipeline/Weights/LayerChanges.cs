using System.Collections.Concurrent;

namespace CogSpace.Pipeline.Weights;

/// <summary>
/// What is to be done to the matrices of layers that are not in memory, each time they are read: on another thread, while
/// these may change.
/// </summary>
internal sealed class LayerChanges
{
    private readonly ConcurrentDictionary<string, Func<Tensor, Tensor>> _changes = new(StringComparer.Ordinal);

    /// <summary>Grows with every change.</summary>
    public int Version { get; private set; }

    public void Set(string layer, Func<Tensor, Tensor> change)
    {
        _changes[layer] = change;
        Version++;
    }

    public void Remove(string layer)
    {
        _changes.TryRemove(layer, out _);
        Version++;
    }

    /// <summary>What is to be done to a layer that was just read; null: nothing.</summary>
    public Func<Tensor, Tensor>? Of(string layer) => _changes.GetValueOrDefault(layer);
}
