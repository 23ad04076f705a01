namespace CogSpace.Pipeline.Vae;

/// <summary>Group norm whose scale and shift are painted by the latents that are being decoded.</summary>
/// <remarks>Source: arXiv:2209.09002; diffusers CogVideoXSpatialNorm3D. Differs: the 1x1x1 convolutions run before the latents are enlarged, which gives the same numbers for less work.</remarks>
internal sealed class SpatialNorm(WeightScope weights, long channels, VaeConfig config)
{
    private const double Epsilon = 1e-6;

    private readonly GroupNorm _norm = weights["norm_layer"].GroupNorm(config.NormNumGroups, channels, Epsilon);
    private readonly Conv3d _scale = weights["conv_y"]["conv"].Conv3d(config.LatentChannels, channels, kernel: 1);
    private readonly Conv3d _shift = weights["conv_b"]["conv"].Conv3d(config.LatentChannels, channels, kernel: 1);

    /// <summary>The norm and then SiLU, some groups at a time.</summary>
    // x (B, C, F, H, W), latents (B, Z, f, h, w) -> (B, C, F, H, W)
    public Tensor Activate(Tensor x, Tensor latents)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Piecewise.Join(axis: 1, Pieces(x), Activation(x, latents)));
    }

    /// <summary>The same in the place of x, which is returned: a tensor of this size is often the largest there is.</summary>
    public Tensor ActivateInPlace(Tensor x, Tensor latents)
    {
        using var scope = NewDisposeScope();
        Piecewise.Replace(axis: 1, x, Pieces(x), Activation(x, latents));
        return x;
    }

    private IEnumerable<(long Start, long Length)> Pieces(Tensor x) => Piecewise.Of(x.shape[1], x.NumberOfElements, _norm.ChannelsPerGroup);

    // Some channels -> what becomes of them
    private Func<long, long, Tensor> Activation(Tensor x, Tensor latents)
    {
        var size = x.shape;
        var (scales, shifts) = (_scale.Forward(latents), _shift.Forward(latents));               // (B, C, f, h, w)
        return (start, count) =>
        {
            using var piece = NewDisposeScope();
            var normed = _norm.Forward(x.narrow(1, start, count), start, count);
            normed.mul_(Enlarge(scales.narrow(1, start, count), size));
            normed.Add(Enlarge(shifts.narrow(1, start, count), size));
            return piece.MoveToOuter(nn.functional.silu(normed));
        };
    }

    // (B, C, f, h, w) -> (B, C, F, H, W), nearest.  The first frame of an odd number stands for itself alone.
    private static Tensor Enlarge(Tensor x, long[] shape)
    {
        var (frames, height, width) = (shape[2], shape[3], shape[4]);
        if (frames == 1 || frames % 2 == 0)
            return nn.functional.interpolate(x, size: [frames, height, width]);

        var parts = x.split([1, x.shape[2] - 1], dim: 2);
        return cat([
            nn.functional.interpolate(parts[0], size: [1, height, width]),
            nn.functional.interpolate(parts[1], size: [frames - 1, height, width]),
        ], dim: 2);
    }
}
