namespace CogSpace.Pipeline.Layers;

/// <summary>Zero mean and unit variance over groups of channels and everything behind them, then a learned scale and shift.</summary>
internal sealed class GroupNorm(Tensor weight, Tensor bias, long groups, double epsilon)
{
    public Tensor Forward(Tensor x) => nn.functional.group_norm(x, groups, weight, bias, epsilon);
}
