namespace CogSpace.Pipeline.Vae;

/// <summary>Doubles height and width, and in the early blocks the frames too, then smooths each frame.</summary>
/// <remarks>Source: diffusers upsampling.py, CogVideoXUpsample3D.</remarks>
internal sealed class Upsample(WeightScope weights, long channels, bool growsTime)
{
    private readonly Conv2d _conv = weights["conv"].Conv2d(channels, channels, kernel: 3, padding: 1);

    // x (B, C, F, H, W) -> (B, C, F', 2H, 2W).  Time: 1 stays 1, an odd F becomes 2F - 1, an even one 2F.
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (batch, frames) = (x.shape[0], x.shape[2]);
        if (growsTime && frames > 1)
        {
            // The first frame of an odd number stands for itself alone.
            var parts = x.split([frames % 2, frames - (frames % 2)], dim: 2);
            x = cat([parts[0], parts[1].repeat_interleave(2, dim: 2)], dim: 2);
        }

        return scope.MoveToOuter(Piecewise.Join(axis: 2, Piecewise.Of(x.shape[2], 4 * x.NumberOfElements), (start, count) =>
        {
            using var piece = NewDisposeScope();
            var images = x.narrow(2, start, count).transpose(1, 2).flatten(0, 1);   // (B F', C, H, W)
            images = _conv.Forward(nn.functional.interpolate(images, scale_factor: [2, 2]));
            return piece.MoveToOuter(images.unflatten(0, batch, -1).transpose(1, 2));
        }));
    }
}
