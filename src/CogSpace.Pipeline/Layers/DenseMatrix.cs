namespace CogSpace.Pipeline.Layers;

/// <summary>A matrix in the computing type.</summary>
internal sealed class DenseMatrix(Tensor values) : IMatrix
{
    public IReadOnlyList<long> Shape => values.shape;

    public Tensor Dense() => values;

    public IMatrix Changed(Func<Tensor, Tensor> change)
    {
        using var scope = NewDisposeScope();
        return new DenseMatrix(scope.Detach(change(values.to(ScalarType.Float32)).to(values.dtype)));
    }

    public void Dispose() => values.Dispose();
}
