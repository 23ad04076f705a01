namespace CogSpace.Pipeline.Layers;

/// <summary>3-D convolution that keeps height and width; time is not padded. Weight (C', C, K, K, K).</summary>
internal sealed class Conv3d(Tensor weight, Tensor? bias)
{
    private readonly long[] _padding = [0, weight.shape[3] / 2, weight.shape[4] / 2];

    /// <summary>Frames that the kernel spans.</summary>
    public long KernelTime { get; } = weight.shape[2];

    // x (B, C, F, H, W) -> (B, C', F - KernelTime + 1, H, W)
    public Tensor Forward(Tensor x) => Forward(x.shape, x.shape[2] - KernelTime + 1, (start, count) => x.narrow(2, start, count));

    /// <summary>A few frames at a time: the library makes copies of what goes in and comes out.</summary>
    /// <param name="size">(B, C, any, H, W), of the input.</param>
    /// <param name="frames">F, of the result.</param>
    /// <param name="seen">Makes the frames of the input from a first one on, so many: (B, C, count, H, W), a tensor of the current scope.</param>
    /// <returns>(B, C', F, H, W)</returns>
    public Tensor Forward(long[] size, long frames, Func<long, long, Tensor> seen)
    {
        long numbers = Math.Max(size[1], weight.shape[0]) * frames * size[3] * size[4] * size[0];
        return Piecewise.Join(axis: 2, Piecewise.Of(frames, numbers), (start, count) =>
        {
            using var piece = NewDisposeScope();
            return piece.MoveToOuter(nn.functional.conv3d(seen(start, count + KernelTime - 1), weight, bias, padding: _padding));
        });
    }
}
