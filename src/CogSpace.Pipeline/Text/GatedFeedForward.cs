namespace CogSpace.Pipeline.Text;

/// <summary>One linear map through GELU gates another, then back to the model's width.</summary>
/// <remarks>Source: GEGLU, arXiv:2002.05202; transformers T5DenseGatedActDense with gelu_new.</remarks>
internal sealed class GatedFeedForward(WeightScope weights, T5Config config)
{
    private readonly ILinear _gate = weights["wi_0"].Linear(config.DModel, config.DFf, bias: false);
    private readonly ILinear _widen = weights["wi_1"].Linear(config.DModel, config.DFf, bias: false);
    private readonly ILinear _narrow = weights["wo"].Linear(config.DFf, config.DModel, bias: false);

    // x (B, T, D) -> (B, T, D)
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var gate = Gelu.Replace(_gate.Forward(x));   // (B, T, FF)
        return scope.MoveToOuter(_narrow.Forward(gate * _widen.Forward(x)));
    }
}
