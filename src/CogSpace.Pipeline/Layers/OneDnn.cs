using System.Runtime.Intrinsics.X86;

namespace CogSpace.Pipeline.Layers;

/// <summary>
/// Operators of oneDNN that libtorch would not choose by itself. It sends small float32 convolutions to kernels of its own
/// that take up to 80 times as long, and float32 products to MKL, which uses half of an AMD processor. TorchSharp has no
/// method for the operator that computes both, so it is reached through TorchScript.
/// </summary>
/// <remarks>
/// The functions take tensors alone: numbers that are handed to TorchScript may be freed while they are read (TorchSharp
/// 0.107).
/// </remarks>
internal static class OneDnn
{
    private const long Kernel = 3;
    private const long EnoughRows = 64;
    private const long EnoughInputs = 1024;
    private const long OutputsAtOnce = 16;

    // MKL keeps AVX-512 for Intel's processors.
    private static readonly bool MklIsSlow = Avx512F.IsSupported && Processor.IsAmd;

    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile("""
        def conv2d(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [1, 1], [1, 1], [1, 1], 1)

        def conv2d_by_two(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [0, 0], [2, 2], [1, 1], 1)

        def conv3d(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [0, 1, 1], [1, 1, 1], [1, 1, 1], 1)

        def conv3d_bordered(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, bias, [0, 0, 1], [1, 1, 1], [1, 1, 1], 1)

        def conv1x1(x: Tensor, weight: Tensor) -> Tensor:
            return torch.mkldnn_convolution(x, weight, None, [0, 0], [1, 1], [1, 1], 1)

        """));

    /// <summary>Whether a convolution is better computed here.</summary>
    public static bool Suits(Tensor weight) =>
        weight is { dtype: ScalarType.Float32, device_type: DeviceType.CPU } && weight.shape[2..].All(size => size == Kernel);

    // x (B, C, H, W), weight (C', C, 3, 3) -> (B, C', H', W'): stride 1 with a border of zeros, or stride 2 without
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor bias, long stride) =>
        Run(stride == 1 ? "conv2d" : "conv2d_by_two", x, weight, bias);

    // x (B, C, F, H, W), weight (C', C, 3, 3, 3) -> (B, C', F - 2, H or H - 2, W): zeros left and right, and above and below
    // unless bordered
    public static Tensor Conv3d(Tensor x, Tensor weight, Tensor bias, bool bordered) =>
        Run(bordered ? "conv3d_bordered" : "conv3d", x, weight, bias);

    /// <summary>Whether a product is faster here than with MKL: large ones are. The limits were measured on Zen 4.</summary>
    public static bool SuitsProduct(Tensor x, Tensor weight) =>
        MklIsSlow && weight is { dtype: ScalarType.Float32, device_type: DeviceType.CPU }
        && weight.shape[1] >= EnoughInputs && x.NumberOfElements >= EnoughRows * weight.shape[1];

    // x (..., I), weight (O, I), bias (O) or none -> (..., O). oneDNN copies the right-hand matrix into an order of its own on
    // every call, so the smaller of the two goes there: x W^T = (W x^T)^T.
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var rows = x.reshape(-1, x.shape[^1]);                                                          // (R, I)
        var result = rows.shape[0] < weight.shape[0]
            ? TimesTransposed(weight, PadRows(rows)).narrow(1, 0, rows.shape[0]).t().contiguous()
            : TimesTransposed(rows, weight);
        if (bias is not null)
            result = result.Add(bias);
        return scope.MoveToOuter(result.view([.. x.shape[..^1], weight.shape[0]]));
    }

    // (A, I), (B, I) -> (A, B): a convolution over one picture, a row high, whose pixels are the rows of the first
    private static Tensor TimesTransposed(Tensor pixels, Tensor kernel)
    {
        long inputs = pixels.shape[1];
        var picture = pixels.view(1, 1, -1, inputs).permute(0, 3, 1, 2);    // (1, I, 1, A), channels last
        var weight = kernel.view(-1, 1, 1, inputs).permute(0, 3, 1, 2);     // (B, I, 1, 1), channels last
        var result = (Tensor)Script.Value.invoke("conv1x1", picture, weight);       // (1, B, 1, A)
        return result.permute(0, 2, 3, 1).reshape(pixels.shape[0], kernel.shape[0]);
    }

    // (R, I) -> (R', I) with rows of zeros up to a multiple of 16: oneDNN's fastest kernels compute 16 outputs at once.
    private static Tensor PadRows(Tensor rows)
    {
        long missing = -rows.shape[0] & (OutputsAtOnce - 1);
        return missing == 0 ? rows : nn.functional.pad(rows, [0, 0, 0, missing]);
    }

    private static Tensor Run(string function, Tensor x, Tensor weight, Tensor bias)
    {
        var result = (Tensor)Script.Value.invoke(function, x, weight, bias);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return result;
    }
}
