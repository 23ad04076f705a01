namespace CogSpace.Pipeline.Transformer;

/// <summary>Attention of text and video tokens over each other. Nothing is masked: the padding of the text takes part.</summary>
internal sealed class JointAttention(WeightScope weights, TransformerConfig config)
{
    private const double QueryKeyEpsilon = 1e-6;    // not the config's norm_eps

    private readonly ILinear _toQuery = weights["to_q"].Linear(config.Width, config.Width, config.AttentionBias);
    private readonly ILinear _toKey = weights["to_k"].Linear(config.Width, config.Width, config.AttentionBias);
    private readonly ILinear _toValue = weights["to_v"].Linear(config.Width, config.Width, config.AttentionBias);
    private readonly ILinear _toOut = weights["to_out"][0].Linear(config.Width, config.Width);
    private readonly LayerNorm _normQuery = weights["norm_q"].LayerNorm(config.AttentionHeadDim, QueryKeyEpsilon);
    private readonly LayerNorm _normKey = weights["norm_k"].LayerNorm(config.AttentionHeadDim, QueryKeyEpsilon);

    // tokens (B, T+V, D), not needed afterwards -> (B, T+V, D).  N heads of size K, N * K = D.
    public Tensor Forward(Tensor tokens, long words, RotaryTable? rotary, Attend attend)
    {
        using var scope = NewDisposeScope();
        var query = Normalise(_toQuery.Forward(tokens), _normQuery, words, rotary);       // (B, T+V, N, K)
        var key = Normalise(_toKey.Forward(tokens), _normKey, words, rotary);
        var value = SplitHeads(_toValue.Forward(tokens));
        tokens.Dispose();                                                                 // the largest steps come now

        var mixed = attend(query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2));   // (B, N, T+V, K)
        query.Dispose();
        key.Dispose();
        value.Dispose();
        return scope.MoveToOuter(_toOut.Forward(mixed.transpose(1, 2).flatten(2)));       // (B, T+V, D)
    }

    // x (B, T+V, D) -> (B, T+V, N, K), normalised and turned.  Only video tokens have a position.
    private Tensor Normalise(Tensor x, LayerNorm norm, long words, RotaryTable? rotary)
    {
        using var scope = NewDisposeScope();
        using var projected = x;
        var normed = norm.Forward(SplitHeads(x));
        return scope.MoveToOuter(
            rotary is null ? normed : JointTokens.Change(normed, words, text => text, rotary.Rotate));
    }

    // (B, T+V, D) -> (B, T+V, N, K)
    private Tensor SplitHeads(Tensor x) => x.unflatten(2, config.NumAttentionHeads, config.AttentionHeadDim);
}
