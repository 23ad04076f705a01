namespace CogSpace.Pipeline.Layers;

/// <summary>3-D convolution that keeps height and width; time is not padded. Weight (C', C, K, K, K).</summary>
internal sealed class Conv3d(Tensor weight, Tensor? bias)
{
    private readonly long[] _padding = [0, weight.shape[3] / 2, weight.shape[4] / 2];

    /// <summary>Frames that the kernel spans.</summary>
    public long KernelTime { get; } = weight.shape[2];

    // x (B, C, F, H, W) -> (B, C', F - KernelTime + 1, H, W).  A few frames at a time: the library makes copies of what goes in and comes out.
    public Tensor Forward(Tensor x)
    {
        var size = x.shape;
        long frames = size[2] - KernelTime + 1;
        long numbers = Math.Max(size[1], weight.shape[0]) * frames * size[3] * size[4] * size[0];
        return Piecewise.Join(axis: 2, Piecewise.Of(frames, numbers), (start, count) =>
            nn.functional.conv3d(x.narrow(2, start, count + KernelTime - 1), weight, bias, padding: _padding));
    }
}
