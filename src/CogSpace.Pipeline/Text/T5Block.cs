namespace CogSpace.Pipeline.Text;

/// <summary>Attend, then a gated feed forward; both on the normalised input and added to it.</summary>
internal sealed class T5Block(WeightScope weights, T5Config config)
{
    private readonly RmsNorm _norm1 = weights[0]["layer_norm"].RmsNorm(config.DModel, config.LayerNormEpsilon);
    private readonly T5Attention _attention = new(weights[0]["SelfAttention"], config);
    private readonly RmsNorm _norm2 = weights[1]["layer_norm"].RmsNorm(config.DModel, config.LayerNormEpsilon);
    private readonly GatedFeedForward _feedForward = new(weights[1]["DenseReluDense"], config);

    // x (B, T, D), bias (1, N, T, T) -> (B, T, D)
    public Tensor Forward(Tensor x, Tensor bias)
    {
        using var scope = NewDisposeScope();
        x = x.Plus(_attention.Forward(_norm1.Forward(x), bias));
        return scope.MoveToOuter(x.Plus(_feedForward.Forward(_norm2.Forward(x))));
    }
}
