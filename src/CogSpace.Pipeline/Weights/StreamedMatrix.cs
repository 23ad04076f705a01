namespace CogSpace.Pipeline.Weights;

/// <summary>A matrix that is not in memory: looking at it reads it, and changing it is a note for those who read it.</summary>
/// <param name="layer">The layer's name.</param>
/// <param name="shape">(outputs, inputs)</param>
/// <param name="read">Gives the matrix in the computing type, as a tensor of the current scope.</param>
/// <param name="changes">Where the note goes.</param>
/// <param name="change">What was changed; null: nothing.</param>
internal sealed class StreamedMatrix(
    string layer, IReadOnlyList<long> shape, Func<Tensor> read, LayerChanges changes,
    Func<Tensor, Tensor>? change = null) : IMatrix
{
    public IReadOnlyList<long> Shape => shape;

    public Tensor Dense()
    {
        using var scope = NewDisposeScope();
        var values = read();
        return scope.MoveToOuter(change is null ? values : change(values.to(ScalarType.Float32)).to(values.dtype));
    }

    public IMatrix Changed(Func<Tensor, Tensor> change)
    {
        changes.Set(layer, change);
        return new StreamedMatrix(layer, shape, read, changes, change);
    }

    public void Dispose()
    {
        if (change is not null)
            changes.Remove(layer);
    }
}
