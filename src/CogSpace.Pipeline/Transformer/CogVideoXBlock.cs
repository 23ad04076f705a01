namespace CogSpace.Pipeline.Transformer;

/// <summary>One joint text-and-video block: modulate, attend, modulate, feed forward.</summary>
/// <remarks>Source: CogVideoX, arXiv:2408.06072 section 2.2; diffusers cogvideox_transformer_3d.py, CogVideoXBlock.</remarks>
internal sealed class CogVideoXBlock(WeightScope weights, TransformerConfig config)
{
    private readonly LayerNormZero _norm1 = new(weights["norm1"], config);
    private readonly JointAttention _attention = new(weights["attn1"], config);
    private readonly LayerNormZero _norm2 = new(weights["norm2"], config);
    private readonly FeedForward _feedForward = new(weights["ff"], config);

    // tokens (B, T+V, D), time (B, E) -> (B, T+V, D)
    public Tensor Forward(Tensor tokens, long words, Tensor time, RotaryTable? rotary, Attend attend)
    {
        using var scope = NewDisposeScope();
        var (modulated, gates) = _norm1.Forward(tokens, words, time);
        tokens = gates.Open(_attention.Forward(modulated, words, rotary, attend)).Add(tokens);

        (modulated, gates) = _norm2.Forward(tokens, words, time);
        return scope.MoveToOuter(gates.Open(_feedForward.Forward(modulated)).Add(tokens));
    }
}
