namespace CogSpace.Pipeline.Layers;

/// <summary>2-D convolution. Weight (C', C, K, K).</summary>
internal sealed class Conv2d(ConvolutionWeights weights, long stride, long padding)
{
    private readonly bool _oneDnn = (stride, padding) is (1, 1) or (2, 0);

    // x (B, C, H, W) -> (B, C', H', W')
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(weights.Apply(x, (x, weight, bias) => _oneDnn && OneDnn.Suits(weight)
            ? OneDnn.Conv2d(x, weight, bias, stride)
            : nn.functional.conv2d(x, weight, bias, [stride, stride], [padding, padding])));
    }
}
