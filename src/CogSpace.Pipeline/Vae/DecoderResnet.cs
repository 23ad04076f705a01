namespace CogSpace.Pipeline.Vae;

/// <summary>Norm, SiLU, convolve, twice; added to the input.</summary>
internal sealed class DecoderResnet(WeightScope weights, long from, long to, VaeConfig config)
{
    private readonly SpatialNorm _norm1 = new(weights["norm1"], from, config);
    private readonly CausalConv3d _conv1 = new(weights["conv1"], from, to);
    private readonly SpatialNorm _norm2 = new(weights["norm2"], to, config);
    private readonly CausalConv3d _conv2 = new(weights["conv2"], to, to);
    private readonly Conv3d? _shortcut = from == to ? null : weights["conv_shortcut"].Conv3d(from, to, kernel: 1);

    // x (B, C, F, H, W), latents (B, Z, f, h, w) -> (B, C', F, H, W).  Releases x where the width changes: the sum then does
    // not need it.
    public Tensor Forward(Tensor x, Tensor latents, FrameHistory history)
    {
        using var scope = NewDisposeScope();
        var rest = _shortcut?.Forward(x) ?? x;
        var active = _shortcut is null ? _norm1.Activate(x, latents) : _norm1.ActivateInPlace(x, latents);
        var change = _conv1.Forward(active, history, releases: true);
        change = _conv2.Forward(_norm2.ActivateInPlace(change, latents), history, releases: true);
        return scope.MoveToOuter(change.Add(rest));
    }
}
