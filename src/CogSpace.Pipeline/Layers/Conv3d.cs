namespace CogSpace.Pipeline.Layers;

/// <summary>3-D convolution that keeps height and width; time is not padded. Weight (C', C, K, K, K).</summary>
internal sealed class Conv3d(Tensor weight, Tensor? bias)
{
    private readonly long[] _padding = [0, weight.shape[3] / 2, weight.shape[4] / 2];

    /// <summary>Frames that the kernel spans.</summary>
    public long KernelTime { get; } = weight.shape[2];

    // x (B, C, F, H, W) -> (B, C', F - KernelTime + 1, H, W)
    public Tensor Forward(Tensor x) => nn.functional.conv3d(x, weight, bias, padding: _padding);
}
