namespace CogSpace.Pipeline.Layers;

/// <summary>2-D convolution. Weight (C', C, K, K).</summary>
internal sealed class Conv2d(ConvolutionWeights weights, long stride, long padding)
{
    private readonly bool _oneDnn = OneDnn.Suits(weights.Weight) && ((stride, padding) is (1, 1) or (2, 0));

    // x (B, C, H, W) -> (B, C', H', W')
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = weights.Widen(x);
        return scope.MoveToOuter(weights.Narrow(_oneDnn
            ? OneDnn.Conv2d(x, weights, stride)
            : nn.functional.conv2d(x, weights.Weight, weights.Bias, [stride, stride], [padding, padding])));
    }
}
