namespace CogSpace.Pipeline.Layers;

/// <summary>Operators of libtorch that TorchSharp has no method for, by way of TorchScript.</summary>
internal static class OneDnn
{
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile("""
        def conv2d(x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [padding, padding], [stride, stride], [1, 1], 1)

        def conv3d(x: Tensor, weight: Tensor, bias: Tensor, rows: int, columns: int) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [0, rows, columns], [1, 1, 1], [1, 1, 1], 1)

        """));

    /// <summary>Whether a convolution is oneDNN's: libtorch itself sends small float32 ones to kernels that are up to 80 times as slow.</summary>
    public static bool Suits(Tensor weight) => weight is { dtype: ScalarType.Float32, device_type: DeviceType.CPU } && weight.shape[^1] > 1;

    // x (B, C, H, W), weight (C', C, K, K) -> (B, C', H', W')
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor bias, long stride, long padding) =>
        (Tensor)Script.Value.invoke("conv2d", x, weight, bias, stride, padding);

    /// <param name="x">(B, C, F, H, W)</param>
    /// <param name="weight">(C', C, K, K, K)</param>
    /// <param name="bias">(C')</param>
    /// <param name="rows">Zeros above and below each frame.</param>
    /// <param name="columns">Zeros left and right of it.</param>
    public static Tensor Conv3d(Tensor x, Tensor weight, Tensor bias, long rows, long columns) =>
        (Tensor)Script.Value.invoke("conv3d", x, weight, bias, rows, columns);
}
