namespace CogSpace.Pipeline.Layers;

/// <summary>
/// Convolutions of oneDNN that libtorch would not choose by itself: it sends small float32 ones to kernels of its own that take up to
/// 80 times as long. TorchSharp has no method for this operator, so it is reached through TorchScript.
/// </summary>
/// <remarks>The functions take tensors alone: numbers that are handed to TorchScript may be freed while they are read (TorchSharp 0.107).</remarks>
internal static class OneDnn
{
    private const long Kernel = 3;

    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile("""
        def conv2d(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [1, 1], [1, 1], [1, 1], 1)

        def conv2d_by_two(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [0, 0], [2, 2], [1, 1], 1)

        def conv3d(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [0, 1, 1], [1, 1, 1], [1, 1, 1], 1)

        def conv3d_bordered(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [0, 0, 1], [1, 1, 1], [1, 1, 1], 1)

        """));

    /// <summary>Whether a convolution is better computed here.</summary>
    public static bool Suits(Tensor weight) =>
        weight is { dtype: ScalarType.Float32, device_type: DeviceType.CPU } && weight.shape[2..].All(size => size == Kernel);

    // x (B, C, H, W), weight (C', C, 3, 3) -> (B, C', H', W'): stride 1 with a border of zeros, or stride 2 without
    public static Tensor Conv2d(Tensor x, ConvolutionWeights weights, long stride) => Run(stride == 1 ? "conv2d" : "conv2d_by_two", x, weights);

    // x (B, C, F, H, W), weight (C', C, 3, 3, 3) -> (B, C', F - 2, H or H - 2, W): zeros left and right, and above and below unless bordered
    public static Tensor Conv3d(Tensor x, ConvolutionWeights weights, bool bordered) => Run(bordered ? "conv3d_bordered" : "conv3d", x, weights);

    private static Tensor Run(string function, Tensor x, ConvolutionWeights weights)
    {
        var result = (Tensor)Script.Value.invoke(function, x, weights.Weight, weights.Bias);
        GC.KeepAlive(x);
        GC.KeepAlive(weights);
        return result;
    }
}
