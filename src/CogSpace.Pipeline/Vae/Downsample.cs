namespace CogSpace.Pipeline.Vae;

/// <summary>Averages pairs of frames in the early blocks, then halves height and width.</summary>
/// <remarks>Source: diffusers downsampling.py, CogVideoXDownsample3D.</remarks>
internal sealed class Downsample(WeightScope weights, long channels, bool shrinksTime)
{
    private readonly Conv2d _conv = weights["conv"].Conv2d(channels, channels, kernel: 3, stride: 2);

    // x (B, C, F, H, W) -> (B, C, F', H/2, W/2).  Time: an odd F becomes (F + 1)/2, an even one F/2.
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        if (shrinksTime)
            x = AveragePairs(x);
        long batch = x.shape[0];
        var images = nn.functional.pad(x.transpose(1, 2).flatten(0, 1), [0, 1, 0, 1]);      // (B F', C, H+1, W+1)
        return scope.MoveToOuter(_conv.Forward(images).unflatten(0, batch, -1).transpose(1, 2));
    }

    // The first frame of an odd number stands for itself alone.
    private static Tensor AveragePairs(Tensor x)
    {
        long odd = x.shape[2] % 2;
        var parts = x.split([odd, x.shape[2] - odd], dim: 2);
        return cat([parts[0], parts[1].unflatten(2, -1, 2).mean([3])], dim: 2);
    }
}
