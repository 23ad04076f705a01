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

    // video (B, V, D), text (B, T, D) -> the same shapes.  N heads of size K, N * K = D.
    public (Tensor Video, Tensor Text) Forward(Tensor video, Tensor text, RotaryTable? rotary, Attend attend)
    {
        using var scope = NewDisposeScope();
        var joint = cat([text, video], dim: 1);                               // (B, T+V, D)
        var query = _normQuery.Forward(SplitHeads(_toQuery.Forward(joint)));  // (B, N, T+V, K)
        var key = _normKey.Forward(SplitHeads(_toKey.Forward(joint)));
        var value = SplitHeads(_toValue.Forward(joint));
        if (rotary is not null)                                               // only video tokens have a position
        {
            query = rotary.Rotate(query, skip: text.shape[1]);
            key = rotary.Rotate(key, skip: text.shape[1]);
        }

        var mixed = attend(query, key, value);                                // (B, N, T+V, K)
        var output = _toOut.Forward(mixed.transpose(1, 2).flatten(2));        // (B, T+V, D)
        var parts = output.split([text.shape[1], video.shape[1]], dim: 1);
        return scope.MoveToOuter(parts[1], parts[0]);
    }

    // (B, T+V, D) -> (B, N, T+V, K)
    private Tensor SplitHeads(Tensor x) => x.unflatten(2, config.NumAttentionHeads, config.AttentionHeadDim).transpose(1, 2);
}
