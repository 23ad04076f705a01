namespace CogSpace.Pipeline.Vae;

/// <summary>Group norm, SiLU, convolve, twice; added to the input.</summary>
internal sealed class EncoderResnet(WeightScope weights, long from, long to, VaeConfig config)
{
    private readonly GroupNorm _norm1 = weights["norm1"].GroupNorm(config.NormNumGroups, from, config.NormEps);
    private readonly CausalConv3d _conv1 = new(weights["conv1"], from, to);
    private readonly GroupNorm _norm2 = weights["norm2"].GroupNorm(config.NormNumGroups, to, config.NormEps);
    private readonly CausalConv3d _conv2 = new(weights["conv2"], to, to);
    private readonly Conv3d? _shortcut = from == to ? null : weights["conv_shortcut"].Conv3d(from, to, kernel: 1);

    // x (B, C, F, H, W) -> (B, C', F, H, W).  Releases x where the width changes: the sum then does not need it.
    public Tensor Forward(Tensor x, FrameHistory history)
    {
        using var scope = NewDisposeScope();
        var rest = _shortcut?.Forward(x) ?? x;
        var active = _shortcut is null ? _norm1.Activate(x) : _norm1.ActivateInPlace(x);
        var change = _conv1.Forward(active, history, releases: true);
        change = _conv2.Forward(_norm2.ActivateInPlace(change), history, releases: true);
        return scope.MoveToOuter(change.Add(rest));
    }
}
