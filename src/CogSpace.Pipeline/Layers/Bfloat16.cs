using System.Runtime.Intrinsics.X86;

namespace CogSpace.Pipeline.Layers;

/// <summary>
/// bfloat16 on processors without AVX-512. oneDNN has no kernels for it there, and libtorch falls back to a loop that takes up
/// to fifty times as long as float32. So products are computed in float32, a piece at a time, and rounded once.
/// </summary>
internal static class Bfloat16
{
    private const long OutputsOfPiece = 512;
    private const long NumbersOfPiece = 1 << 22;      // 16 MB in float32

    /// <summary>Whether this processor has the instructions that oneDNN's kernels are written in.</summary>
    public static bool HasKernels { get; } = Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported;

    /// <summary>Whether products of this tensor are better computed in float32.</summary>
    public static bool IsSlow(Tensor x) => IsSlow(x.dtype, x.device_type);

    /// <inheritdoc cref="IsSlow(Tensor)"/>
    public static bool IsSlow(ScalarType type, DeviceType device) =>
        !HasKernels && (type, device) is (ScalarType.BFloat16, DeviceType.CPU);

    // x (..., I), weight (O, I), bias (O) or none -> (..., O)
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var rows = x.reshape(-1, inputs);                                                               // (R, I)
        var result = empty([rows.shape[0], outputs], dtype: x.dtype);
        var wide = empty([Math.Min(outputs, OutputsOfPiece), inputs]);
        foreach (var (start, length) in Piecewise.Of(rows.shape[0], rows.NumberOfElements))
        {
            using var some = NewDisposeScope();
            var input = rows.narrow(0, start, length).to(ScalarType.Float32);
            for (long first = 0; first < outputs; first += OutputsOfPiece)
            {
                using var piece = NewDisposeScope();
                long count = Math.Min(OutputsOfPiece, outputs - first);
                var matrix = wide.narrow(0, 0, count).copy_(weight.narrow(0, first, count));            // (count, I)
                var product = nn.functional.linear(input, matrix, bias?.narrow(0, first, count).to(ScalarType.Float32));
                result.narrow(0, start, length).narrow(1, first, count).copy_(product);
            }
        }

        return scope.MoveToOuter(result.view([.. x.shape[..^1], outputs]));
    }

    // x (..., R, I), y (..., I, C) -> (..., R, C)
    public static Tensor Matmul(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(x.to(ScalarType.Float32).matmul(y.to(ScalarType.Float32)).to(x.dtype));
    }

    // query, key, value (B, N, T, K) -> (B, N, T, K): some heads at a time
    public static Tensor Attend(Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        var (videos, heads, queries, size) = (query.shape[0], query.shape[1], query.shape[2], query.shape[3]);
        var result = empty([videos, queries, heads, size], dtype: query.dtype).transpose(1, 2);
        foreach (var (start, count) in Piecewise.Of(heads, videos * heads * key.shape[2] * size, most: NumbersOfPiece))
        {
            using var piece = NewDisposeScope();
            Tensor Widen(Tensor x) => x.narrow(1, start, count).to(ScalarType.Float32);
            result
                .narrow(1, start, count)
                .copy_(nn.functional.scaled_dot_product_attention(Widen(query), Widen(key), Widen(value)));
        }

        return scope.MoveToOuter(result);
    }
}
