namespace CogSpace.Pipeline.Text;

/// <summary>Attention with a learned bias for distance. T5 does not divide by the root of the head size.</summary>
internal sealed class T5Attention(WeightScope weights, T5Config config)
{
    private readonly ILinear _toQuery = weights["q"].Linear(config.DModel, config.NumHeads * config.DKv, bias: false);
    private readonly ILinear _toKey = weights["k"].Linear(config.DModel, config.NumHeads * config.DKv, bias: false);
    private readonly ILinear _toValue = weights["v"].Linear(config.DModel, config.NumHeads * config.DKv, bias: false);
    private readonly ILinear _toOut = weights["o"].Linear(config.NumHeads * config.DKv, config.DModel, bias: false);

    // x (B, T, D), bias (1, N, T, T) -> (B, T, D)
    public Tensor Forward(Tensor x, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var query = SplitHeads(_toQuery.Forward(x));                                  // (B, N, T, K)
        var key = SplitHeads(_toKey.Forward(x));
        var value = SplitHeads(_toValue.Forward(x));
        var scores = Products.Matmul(query, key.transpose(2, 3)).Plus(bias);                     // (B, N, T, T)
        var share = scores.to(ScalarType.Float32).softmax(-1).to(x.dtype);
        return scope.MoveToOuter(_toOut.Forward(Products.Matmul(share, value).transpose(1, 2).flatten(2)));
    }

    // (B, T, N K) -> (B, N, T, K)
    private Tensor SplitHeads(Tensor x) => x.unflatten(2, config.NumHeads, config.DKv).transpose(1, 2);
}
