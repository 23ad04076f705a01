namespace CogSpace.Pipeline.Layers;

/// <summary>The kernel and bias of a convolution, with channels of zeros added where the library needs them.</summary>
/// <remarks>
/// oneDNN 3.7 computes wrong numbers on some processors (an AMD EPYC with AVX-512 was seen) where the input or output channels
/// are not multiples of 16: in bfloat16, and with a stride of 2 in float32. Zeros change nothing else, so they are added on
/// every CPU.
/// </remarks>
internal sealed class ConvolutionWeights
{
    private const long Multiple = 16;

    private readonly long _missingInputs;

    /// <param name="weight">(C', C, K...)</param>
    /// <param name="bias">(C')</param>
    /// <param name="own">Takes charge of a tensor that has to live as long as the weights.</param>
    public ConvolutionWeights(Tensor weight, Tensor bias, Action<Tensor> own)
    {
        (Weight, Bias, Outputs) = (weight, bias, weight.shape[0]);
        long missingOutputs = Missing(weight.shape[0]);
        _missingInputs = Missing(weight.shape[1]);
        if (weight.device_type != DeviceType.CPU || missingOutputs + _missingInputs == 0)
        {
            _missingInputs = 0;
            return;
        }

        using var scope = NewDisposeScope();
        long[] kernel = new long[2 * (weight.shape.Length - 2)];
        Weight = scope.Detach(nn.functional.pad(weight, [.. kernel, 0, _missingInputs, 0, missingOutputs]));
        Bias = scope.Detach(nn.functional.pad(bias, [0, missingOutputs]));
        own(Weight);
        own(Bias);
    }

    /// <summary>(C' or more, C or more, K...)</summary>
    public Tensor Weight { get; }

    /// <summary>(C' or more)</summary>
    public Tensor Bias { get; }

    /// <summary>C', the channels that mean something.</summary>
    public long Outputs { get; }

    /// <summary>How much of a picture is convolved at once: less where it also lies there in float32.</summary>
    public long NumbersOfPiece => Bfloat16.IsSlow(Weight) ? Piecewise.Most / 4 : Piecewise.Most;

    /// <summary>Convolves with the channels that the library needs and in the type that it is fast in.</summary>
    /// <param name="x">(B, C, ...)</param>
    /// <param name="convolve">Of input, weight and bias.</param>
    /// <returns>(B, C', ...), in the type of x.</returns>
    public Tensor Apply(Tensor x, Func<Tensor, Tensor, Tensor, Tensor> convolve)
    {
        using var scope = NewDisposeScope();
        var type = Bfloat16.IsSlow(x) ? ScalarType.Float32 : x.dtype;
        var result = convolve(WithMissingInputs(x).to(type), Weight.to(type), Bias.to(type));
        return scope.MoveToOuter((result.shape[1] == Outputs ? result : result.narrow(1, 0, Outputs)).to(x.dtype));
    }

    // x (B, C, ...) -> (B, C or more, ...)
    private Tensor WithMissingInputs(Tensor x) =>
        _missingInputs == 0 ? x : nn.functional.pad(x, [.. new long[2 * (x.shape.Length - 2)], 0, _missingInputs]);

    private static long Missing(long channels) => (Multiple - (channels % Multiple)) % Multiple;
}
