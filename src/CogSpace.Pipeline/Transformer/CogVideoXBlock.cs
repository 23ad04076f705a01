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
        video = video + (videoGate * v);
        text = text + (textGate * t);

        (v, t, videoGate, textGate) = _norm2.Forward(video, text, time);
        var both = _feedForward.Forward(cat([t, v], dim: 1)).split([t.shape[1], v.shape[1]], dim: 1);
        return scope.MoveToOuter(video + (videoGate * both[1]), text + (textGate * both[0]));
    }
}
