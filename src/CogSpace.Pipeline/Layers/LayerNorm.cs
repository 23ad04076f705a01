namespace CogSpace.Pipeline.Layers;

/// <summary>Zero mean and unit variance over the last axis, then a learned scale and shift.</summary>
internal sealed class LayerNorm(Tensor weight, Tensor bias, double epsilon)
{
    private readonly long[] _size = [weight.shape[0]];

    public Tensor Forward(Tensor x) => nn.functional.layer_norm(x, _size, weight, bias, epsilon);
}
