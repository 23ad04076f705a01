namespace CogSpace.Pipeline.Vae;

/// <summary>Norm, SiLU, convolve, twice; added to the input.</summary>
internal sealed class DecoderResnet(WeightScope weights, long from, long to, VaeConfig config)
{
    private readonly SpatialNorm _norm1 = new(weights["norm1"], from, config);
    private readonly CausalConv3d _conv1 = new(weights["conv1"], from, to);
    private readonly SpatialNorm _norm2 = new(weights["norm2"], to, config);
    private readonly CausalConv3d _conv2 = new(weights["conv2"], to, to);
    private readonly Conv3d? _shortcut = from == to ? null : weights["conv_shortcut"].Conv3d(from, to, kernel: 1);

    // x (B, C, F, H, W), latents (B, Z, f, h, w) -> (B, C', F, H, W)
    public Tensor Forward(Tensor x, Tensor latents, FrameHistory history)
    {
        using var scope = NewDisposeScope();
        using var h = _conv1.Forward(_norm1.Activate(x, latents), history, releases: true);
        using var active = _norm2.Activate(h, latents);
        h.Dispose();
        var change = _conv2.Forward(active, history, releases: true);
        return scope.MoveToOuter(change.add_(_shortcut?.Forward(x) ?? x));
    }
}
