namespace CogSpace.Pipeline.Vae;

/// <summary>Group norm whose scale and shift are painted by the latents that are being decoded.</summary>
/// <remarks>
/// Source: arXiv:2209.09002; diffusers CogVideoXSpatialNorm3D. Differs: the 1x1x1 convolutions run before the latents are
/// enlarged, which gives the same numbers for less work.
/// </remarks>
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

    private IEnumerable<(long Start, long Length)> Pieces(Tensor x) =>
        Piecewise.Of(x.shape[1], x.NumberOfElements, _norm.ChannelsPerGroup);

    // Some channels -> what becomes of them
    private Func<long, long, Tensor> Activation(Tensor x, Tensor latents)
    {
        var size = x.shape;
        var (scales, shifts) = (_scale.Forward(latents), _shift.Forward(latents));               // (B, C, f, h, w)
        return (start, count) =>
        {
            using var piece = NewDisposeScope();
            var normed = _norm.Forward(x.narrow(1, start, count), start, count);
            Paint(normed, scales.narrow(1, start, count), shifts.narrow(1, start, count));
            return piece.MoveToOuter(nn.functional.silu(normed));
        };
    }

    // x (B, C, F, H, W), scale and shift (B, C, f, h, w), enlarged to the nearest: x = x * scale + shift.
    private static void Paint(Tensor x, Tensor scale, Tensor shift)
    {
        long frames = x.shape[2];
        if (frames == 1 || frames % 2 == 0)
        {
            PaintBlocks(x, scale, shift);
            return;
        }

        // The first frame of an odd number stands for itself alone.
        PaintBlocks(x.narrow(2, 0, 1), scale.narrow(2, 0, 1), shift.narrow(2, 0, 1));
        long others = scale.shape[2] - 1;
        PaintBlocks(x.narrow(2, 1, frames - 1), scale.narrow(2, 1, others), shift.narrow(2, 1, others));
    }

    // Only the rows are enlarged in memory: frames and heights take part as often as they are needed.
    private static void PaintBlocks(Tensor x, Tensor scale, Tensor shift)
    {
        var (f, h, w) = (scale.shape[2], scale.shape[3], scale.shape[4]);
        var blocks = x.unflatten(3, h, -1).unflatten(2, f, -1);                                  // (B, C, f, F/f, h, H/h, W)
        Tensor Rows(Tensor y) => y.repeat_interleave(x.shape[4] / w, dim: 4).unsqueeze(4).unsqueeze(3);   // (B, C, f, 1, h, 1, W)
        blocks.mul_(Rows(scale)).Add(Rows(shift));
    }
}
