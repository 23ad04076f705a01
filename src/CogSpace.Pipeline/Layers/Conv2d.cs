namespace CogSpace.Pipeline.Layers;

/// <summary>2-D convolution. Weight (C', C, K, K).</summary>
internal sealed class Conv2d(Tensor weight, Tensor bias, long stride, long padding)
{
    private readonly long[] _stride = [stride, stride];
    private readonly long[] _padding = [padding, padding];

    // x (B, C, H, W) -> (B, C', H', W')
    public Tensor Forward(Tensor x) => nn.functional.conv2d(x, weight, bias, _stride, _padding);
}
