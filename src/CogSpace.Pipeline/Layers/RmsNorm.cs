namespace CogSpace.Pipeline.Layers;

/// <summary>Unit root mean square over the last axis, then a learned scale. The mean is taken in float32.</summary>
/// <remarks>Source: arXiv:1910.07467; transformers T5LayerNorm.</remarks>
internal sealed class RmsNorm(Tensor weight, double epsilon)
{
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var wide = x.to(ScalarType.Float32);
        var meanSquare = wide.mul(wide).mean([-1], keepdim: true);
        return scope.MoveToOuter(weight * (wide * meanSquare.Plus(epsilon).rsqrt()).to(weight.dtype));
    }
}
