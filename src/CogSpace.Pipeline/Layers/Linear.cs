namespace CogSpace.Pipeline.Layers;

/// <summary>x W^T + b.</summary>
/// <param name="matrix">W, (outputs, inputs).</param>
/// <param name="bias">(outputs) or none</param>
internal sealed class Linear(IMatrix matrix, Tensor? bias) : ILinear
{
    private IMatrix? _instead;
    private ILinear? _beside;

    /// <summary>(outputs, inputs)</summary>
    public IReadOnlyList<long> Shape => matrix.Shape;

    /// <summary>W as it was loaded.</summary>
    public Tensor Weight => matrix.Dense();

    /// <summary>The W that counts at the moment.</summary>
    public Tensor Current => (_instead ?? matrix).Dense();

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var result = Products.Linear(x, Current, bias);
        return scope.MoveToOuter(_beside is null ? result : result.Plus(_beside.Forward(x)));
    }

    /// <summary>Adds what another layer makes of x, until the result is disposed.</summary>
    public IDisposable Beside(ILinear other)
    {
        _beside = other;
        return new Accompanying(this);
    }

    /// <summary>
    /// Lets a changed W count until the result is disposed; then the layer's own counts again, to the last bit.
    /// </summary>
    /// <param name="change">From float32 to float32.</param>
    public IDisposable Change(Func<Tensor, Tensor> change)
    {
        _instead = matrix.Changed(change);
        return new Changing(this, _instead);
    }

    private sealed class Accompanying(Linear layer) : IDisposable
    {
        public void Dispose() => layer._beside = null;
    }

    private sealed class Changing(Linear layer, IMatrix instead) : IDisposable
    {
        public void Dispose()
        {
            layer._instead = null;
            instead.Dispose();
        }
    }
}
