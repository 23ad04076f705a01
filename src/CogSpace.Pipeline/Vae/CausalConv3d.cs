namespace CogSpace.Pipeline.Vae;

/// <summary>3-D convolution that sees only the past: before the first chunk stands its first frame, before a later one the tail of the chunk before.</summary>
internal sealed class CausalConv3d(WeightScope weights, long from, long to)
{
    private const int Kernel = 3;

    private readonly Conv3d _conv = weights["conv"].Conv3d(from, to, Kernel);

    // x (B, C, F, H, W) -> (B, C', F, H, W).  Releases: x is of no use to the caller any more, so its memory need not wait for the result.
    public Tensor Forward(Tensor x, FrameHistory history, bool releases = false)
    {
        using var scope = NewDisposeScope();
        long frames = _conv.KernelTime - 1;
        var past = history.Tail(this) ?? x.narrow(2, 0, 1).repeat(1, 1, frames, 1, 1);
        var padded = cat([past, x], dim: 2);                                       // (B, C, F+K-1, H, W)
        history.Remember(this, padded.narrow(2, padded.shape[2] - frames, frames));
        if (releases)
            x.Dispose();
        return scope.MoveToOuter(_conv.Forward(padded));
    }
}
