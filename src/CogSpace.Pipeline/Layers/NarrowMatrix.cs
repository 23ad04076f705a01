namespace CogSpace.Pipeline.Layers;

/// <summary>A matrix in a narrower type than is computed in, widened for each use.</summary>
/// <param name="values">In the narrow type.</param>
/// <param name="type">The computing type.</param>
internal sealed class NarrowMatrix(Tensor values, ScalarType type) : IMatrix
{
    public IReadOnlyList<long> Shape => values.shape;

    public Tensor Dense() => values.to(type);

    public IMatrix Changed(Func<Tensor, Tensor> change)
    {
        using var scope = NewDisposeScope();
        return new NarrowMatrix(scope.Detach(change(values.to(ScalarType.Float32)).to(values.dtype)), type);
    }

    public void Dispose() => values.Dispose();
}
