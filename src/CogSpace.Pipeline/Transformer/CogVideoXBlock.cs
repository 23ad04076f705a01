namespace CogSpace.Pipeline.Transformer;

/// <summary>One joint text-and-video block: modulate, attend, modulate, feed forward.</summary>
/// <remarks>Source: CogVideoX, arXiv:2408.06072 section 2.2; diffusers cogvideox_transformer_3d.py, CogVideoXBlock.</remarks>
internal sealed class CogVideoXBlock(WeightScope weights, TransformerConfig config)
{
    private readonly LayerNormZero _norm1 = new(weights["norm1"], config);
    private readonly JointAttention _attention = new(weights["attn1"], config);
    private readonly LayerNormZero _norm2 = new(weights["norm2"], config);
    private readonly FeedForward _feedForward = new(weights["ff"], config);

    // video (B, V, D), text (B, T, D), time (B, E) -> video, text
    public (Tensor Video, Tensor Text) Forward(Tensor video, Tensor text, Tensor time, RotaryTable? rotary, Attend attend)
    {
        using var scope = NewDisposeScope();
        var (v, t, videoGate, textGate) = _norm1.Forward(video, text, time);
        (v, t) = _attention.Forward(v, t, rotary, attend);
        video = Add(video, videoGate, v);
        text = Add(text, textGate, t);

        (v, t, videoGate, textGate) = _norm2.Forward(video, text, time);
        (v, t) = (_feedForward.Forward(v), _feedForward.Forward(t));
        return scope.MoveToOuter(Add(video, videoGate, v), Add(text, textGate, t));
    }
    // x (B, L, D), gate (B, 1, D), change (B, L, D) -> x + gate * change.  Releases the change.
    private static Tensor Add(Tensor x, Tensor gate, Tensor change)
    {
        using var scope = NewDisposeScope();
        using var released = change;
        return scope.MoveToOuter(x + (gate * change));
    }
}
