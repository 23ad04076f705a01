namespace CogSpace.Pipeline.Transformer;

/// <summary>The last norm, modulated by the timestep, and the map from tokens back to patches of latents.</summary>
internal sealed class FinalProjection(WeightScope weights, TransformerConfig config)
{
    private readonly ILinear _modulation = weights["norm_out"]["linear"].Linear(config.TimeEmbedDim, 2 * config.Width);
    private readonly LayerNorm _norm = weights["norm_out"]["norm"].LayerNorm(config.Width, config.NormEps);
    private readonly ILinear _project = weights["proj_out"]
        .Linear(config.Width, config.OutChannels * config.FramesPerPatch * config.PatchSize * config.PatchSize);

    // video (B, V, D), time (B, E), after SiLU -> (B, V, C Pt P P)
    public Tensor Forward(Tensor video, Tensor time)
    {
        using var scope = NewDisposeScope();
        var parts = _modulation.Forward(time).unsqueeze(1).chunk(2, dim: 2);   // shift, scale (B, 1, D)
        var modulated = _norm.Forward(video).Multiply(parts[1].Plus(1)).Add(parts[0]);
        return scope.MoveToOuter(_project.Forward(modulated));
    }
}
