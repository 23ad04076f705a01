namespace CogSpace.Pipeline.Transformer;

/// <summary>Normalises video and text with one norm, then lets the timestep scale, shift and gate each of them.</summary>
/// <remarks>Source: DiT's adaLN-Zero, arXiv:2212.09748; diffusers CogVideoXLayerNormZero.</remarks>
internal sealed class LayerNormZero(WeightScope weights, TransformerConfig config)
{
    private readonly ILinear _linear = weights["linear"].Linear(config.TimeEmbedDim, 6 * config.Width);
    private readonly LayerNorm _norm = weights["norm"].LayerNorm(config.Width, config.NormEps);

    // video (B, V, D), text (B, T, D), time (B, E) -> both modulated, and their gates (B, 1, D)
    public (Tensor Video, Tensor Text, Tensor VideoGate, Tensor TextGate) Forward(Tensor video, Tensor text, Tensor time)
    {
        using var scope = NewDisposeScope();
        var parts = _linear.Forward(nn.functional.silu(time)).unsqueeze(1).chunk(6, dim: 2);   // six of (B, 1, D)
        var (videoShift, videoScale, videoGate) = (parts[0], parts[1], parts[2]);
        var (textShift, textScale, textGate) = (parts[3], parts[4], parts[5]);

        video = Modulate(video, videoScale, videoShift);
        text = Modulate(text, textScale, textShift);
        scope.MoveToOuter(video, text, videoGate);
        scope.MoveToOuter(textGate);
        return (video, text, videoGate, textGate);
    }

    // x (B, L, D), scale and shift (B, 1, D) -> (B, L, D), some tokens at a time
    private Tensor Modulate(Tensor x, Tensor scale, Tensor shift)
    {
        using var factor = scale + 1;
        return Piecewise.Join(axis: 1, Piecewise.Of(x.shape[1], x.NumberOfElements), (start, count) =>
        {
            using var piece = NewDisposeScope();
            return piece.MoveToOuter((_norm.Forward(x.narrow(1, start, count)) * factor) + shift);
        });
    }
}
