namespace CogSpace.Pipeline.Vae;

/// <summary>
/// 3-D convolution that sees only the past: before the first chunk stands its first frame, before a later one the tail of the
/// chunk before.
/// </summary>
internal sealed class CausalConv3d(WeightScope weights, long from, long to)
{
    private const int Kernel = 3;

    private readonly Conv3d _conv = weights["conv"].Conv3d(from, to, Kernel);

    // x (B, C, F, H, W) -> (B, C', F, H, W).  Releases: x is of no use to the caller any more.
    public Tensor Forward(Tensor x, FrameHistory history, bool releases = false)
    {
        using var scope = NewDisposeScope();
        using var released = releases ? x : null;
        long before = _conv.KernelTime - 1;
        var past = history.Tail(this) ?? x.narrow(2, 0, 1).expand(-1, -1, before, -1, -1);    // (B, C, K-1, H, W)
        var result = _conv.Forward(x.shape, x.shape[2], seen => Look(past, x, seen));
        if (history.IsNeeded)
            history.Remember(this, Look(past, x, new FrameRows(x.shape[2], before, Top: 0, x.shape[3])));
        return scope.MoveToOuter(result);
    }

    // A part of both, one after the other, without putting all of them together.
    private static Tensor Look(Tensor past, Tensor x, FrameRows seen)
    {
        long ofPast = Math.Max(Math.Min(past.shape[2] - seen.Start, seen.Count), 0);
        var later = (seen with { Start = Math.Max(seen.Start - past.shape[2], 0), Count = seen.Count - ofPast }).Of(x);
        return ofPast == 0 ? later : cat([(seen with { Count = ofPast }).Of(past), later], dim: 2);
    }
}
