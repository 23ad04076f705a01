namespace CogSpace.Pipeline.Transformer;

/// <summary>Normalises video and text with one norm, then lets the timestep scale, shift and gate each of them.</summary>
/// <remarks>Source: DiT's adaLN-Zero, arXiv:2212.09748; diffusers CogVideoXLayerNormZero.</remarks>
internal sealed class LayerNormZero(WeightScope weights, TransformerConfig config)
{
    private readonly ILinear _linear = weights["linear"].Linear(config.TimeEmbedDim, 6 * config.Width);
    private readonly LayerNorm _norm = weights["norm"].LayerNorm(config.Width, config.NormEps);

    // tokens (B, T+V, D), time (B, E), after SiLU -> (B, T+V, D), and gates of (B, 1, D)
    public (Tensor Tokens, TokenGates Gates) Forward(Tensor tokens, long words, Tensor time)
    {
        using var scope = NewDisposeScope();
        var parts = _linear.Forward(time).unsqueeze(1).chunk(6, dim: 2);                  // six of (B, 1, D)
        var (videoShift, videoScale, videoGate) = (parts[0], parts[1], parts[2]);
        var (textShift, textScale, textGate) = (parts[3], parts[4], parts[5]);

        var normed = JointTokens.Change(
            _norm.Forward(tokens), words,
            text => text.Multiply(textScale.Plus(1)).Add(textShift),
            video => video.Multiply(videoScale.Plus(1)).Add(videoShift));
        scope.MoveToOuter(normed, textGate, videoGate);
        return (normed, new TokenGates(textGate, videoGate, words));
    }
}

/// <summary>How much of a change reaches the tokens.</summary>
/// <param name="Text">(B, 1, D)</param>
/// <param name="Video">(B, 1, D)</param>
/// <param name="Words">T: the tokens of the text stand first.</param>
internal readonly record struct TokenGates(Tensor Text, Tensor Video, long Words)
{
    // change (B, T+V, D), not needed afterwards -> gate * change
    public Tensor Open(Tensor change)
    {
        var (textGate, videoGate) = (Text, Video);
        return JointTokens.Change(change, Words, text => text.Multiply(textGate), video => video.Multiply(videoGate));
    }
}
