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

    // Releases both.
    // video (B, V, D), text (B, T, D) -> the same shapes.  N heads of size K, N * K = D.
    public (Tensor Video, Tensor Text) Forward(Tensor video, Tensor text, RotaryTable? rotary, Attend attend)
    {
        using var scope = NewDisposeScope();
        var (words, places) = (text.shape[1], video.shape[1]);
        var joint = cat([text, video], dim: 1);                               // (B, T+V, D)
        text.Dispose();
        video.Dispose();
        var query = Normalise(_toQuery.Forward(joint), _normQuery, rotary, words);
        var key = Normalise(_toKey.Forward(joint), _normKey, rotary, words);
        var value = SplitHeads(_toValue.Forward(joint));                      // (B, N, T+V, K)
        joint.Dispose();

        var mixed = attend(query, key, value);                                // (B, N, T+V, K)
        query.Dispose();
        key.Dispose();
        value.Dispose();
        var output = _toOut.Forward(mixed.transpose(1, 2).flatten(2));        // (B, T+V, D)
        var parts = output.split([words, places], dim: 1);
        return scope.MoveToOuter(parts[1], parts[0]);
    }

    // x (B, T+V, D) -> (B, N, T+V, K), normalised and turned, some heads at a time.  Only video tokens have a position.  Releases x.
    private Tensor Normalise(Tensor x, LayerNorm norm, RotaryTable? rotary, long words)
    {
        using var scope = NewDisposeScope();
        using var released = x;
        var heads = SplitHeads(x);
        return scope.MoveToOuter(Piecewise.Join(axis: 1, Piecewise.Of(config.NumAttentionHeads, x.NumberOfElements), (start, count) =>
        {
            using var piece = NewDisposeScope();
            var normed = norm.Forward(heads.narrow(1, start, count));
            return piece.MoveToOuter(rotary?.Rotate(normed, skip: words) ?? normed);
        }));
    }

    // (B, T+V, D) -> (B, N, T+V, K)
    private Tensor SplitHeads(Tensor x) => x.unflatten(2, config.NumAttentionHeads, config.AttentionHeadDim).transpose(1, 2);
}
