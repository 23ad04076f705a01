using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Convolution, past two of libtorch's slow choices on the CPU.</summary>
/// <remarks>Shapes: input (B, C, ..., H, W), weight (O, C / groups, ..., k, k).</remarks>
internal static unsafe class Convolution
{
    public static Tensor Compute(int directions, Tensor input, Tensor weight, Tensor? bias, long[]? strides, long[]? padding, long[]? dilation, long groups)
    {
        if (Workarounds.InexactInBFloat16(input) && weight.dtype == ScalarType.BFloat16)
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter(Compute(directions, input.to(ScalarType.Float32), weight.to(ScalarType.Float32), bias?.to(ScalarType.Float32), strides, padding, dilation, groups).to(ScalarType.BFloat16));
        }

        if (!Workarounds.Off && input.OnCpu && input.dtype == weight.dtype && (bias is null || bias.dtype == input.dtype))
        {
            var (x, w) = (input.shape, weight.shape);
            bool fits = x.Length == directions + 2 && w.Length == x.Length && x[1] == w[1] * groups && x.AsSpan().IndexOf(0) < 0 && w[0] > 0;
            if (fits && groups == 1 && IsProduct(input.dtype, w, strides, padding))
                return Product(input, weight, bias, x, w[0]);
            if (fits && directions == 3 && IsSlow(input.dtype, x, w) && Ops.OneDnn.Exists
                && Three(strides, 1) is { } s && Three(padding, 0) is { } p && Three(dilation, 1) is { } d)
                return OneDnn(input, weight, bias, s, p, d, groups);
        }

        return Plain(directions == 2 ? Ops.Conv2d : Ops.Conv3d, input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);
    }

    private static Tensor Plain(Operator op, Tensor input, Tensor weight, Tensor? bias, long[] strides, long[] padding, long[] dilation, long groups)
    {
        fixed (long* s = strides, p = padding, d = dilation)
            return op.Call(input, weight, bias, Value.Ints(s, strides.Length), Value.Ints(p, padding.Length), Value.Ints(d, dilation.Length), groups);
    }

    /// <summary>A kernel of one point is a matrix product; in bfloat16 oneDNN's convolution is up to eight times slower than that.</summary>
    private static bool IsProduct(ScalarType type, long[] w, long[]? strides, long[]? padding) =>
        type == ScalarType.BFloat16 && w.AsSpan(2).IndexOfAnyExcept(1) < 0
        && (strides is null || strides.AsSpan().IndexOfAnyExcept(1) < 0) && (padding is null || padding.AsSpan().IndexOfAnyExcept(0) < 0);

    private static Tensor Product(Tensor input, Tensor weight, Tensor? bias, long[] x, long outputs)
    {
        using var scope = NewDisposeScope();
        var flat = input.reshape(x[0], x[1], -1);                                // (B, C, H*W)
        var kernel = weight.reshape(outputs, x[1]);                              // (O, C)
        var result = empty([x[0], outputs, flat.shape[2]], dtype: input.dtype);  // (B, O, H*W)
        var column = bias?.unsqueeze(1);                                         // (O, 1)
        for (long sample = 0; sample < x[0]; sample++)
        {
            if (column is null)
                Ops.Mm.Run(kernel, flat[sample], result[sample]);
            else
                Ops.Addmm.Run(column, kernel, flat[sample], 1.0, 1.0, result[sample]);
        }

        x[1] = outputs;
        return scope.MoveToOuter(result.reshape(x));
    }

    /// <summary>libtorch sends small float32 volumes to a convolution of its own that is up to ten times slower than
    /// oneDNN's: one sample, at most 3 points in every direction, and C*T*H of at most 20480 (W is not counted).</summary>
    private static bool IsSlow(ScalarType type, long[] x, long[] w) =>
        type == ScalarType.Float32 && x[0] == 1 && x[1] * x[2] * x[3] <= 20480
        && w[2] <= 3 && w[3] <= 3 && w[4] <= 3 && w[2] * w[3] * w[4] > 1;

    private static Tensor OneDnn(Tensor input, Tensor weight, Tensor? bias, long[] strides, long[] padding, long[] dilation, long groups)
    {
        using var x = Ops.Contiguous.CallForTemporary(input);
        using var w = Ops.Contiguous.CallForTemporary(weight);
        fixed (long* s = strides, p = padding, d = dilation)
            return Ops.OneDnn.Call(x, w, bias, Value.Ints(p, 3), Value.Ints(s, 3), Value.Ints(d, 3), groups);
    }

    /// <summary>One number stands for all three directions; anything but one or three is left to libtorch to refuse.</summary>
    private static long[]? Three(long[]? given, long otherwise) => given switch
    {
        null => [otherwise, otherwise, otherwise],
        [var one] => [one, one, one],
        { Length: 3 } => given,
        _ => null,
    };
}

file static class Ops
{
    public static readonly Operator Conv2d = new("conv2d");
    public static readonly Operator Conv3d = new("conv3d");
    public static readonly Operator OneDnn = new("mkldnn_convolution");
    public static readonly Operator Contiguous = new("contiguous");
    public static readonly Operator Mm = new("mm", "out");
    public static readonly Operator Addmm = new("addmm", "out");
}
