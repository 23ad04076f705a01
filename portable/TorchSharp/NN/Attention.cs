using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>softmax(Q K^T / sqrt(K)) V, the way that is fastest on the device at hand.</summary>
/// <remarks>On the CPU, libtorch's own operator needs 60 times as long as this in bfloat16, and 1.x has none at all.
/// Shapes: query (..., L, K), key (..., S, K), value (..., S, V); all that is before the last two are the heads.</remarks>
internal static unsafe class Attention
{
    // Measured: fewer rows and the products are too small, more and the scores leave the cache on the way to the softmax.
    private const long MostRows = 512, LeastRows = 64, ScoresInCache = 1 << 21;

    public static Tensor Compute(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, bool causal)
    {
        if (Workarounds.InexactInBFloat16(query) && key.dtype == ScalarType.BFloat16 && value.dtype == ScalarType.BFloat16)
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter(Compute(query.to(ScalarType.Float32), key.to(ScalarType.Float32), value.to(ScalarType.Float32), mask, dropout, causal).to(ScalarType.BFloat16));
        }

        bool onCpu = query.OnCpu;
        bool own = onCpu && !Workarounds.Off && query.dtype is ScalarType.BFloat16 or ScalarType.Float32 && SameHeads(query, key, value);
        bool plain = mask is null && !causal && dropout == 0;

        if (Ops.Native.Exists && !(onCpu && query.dtype == ScalarType.BFloat16 && own))
            return Ops.Native.Call(query, key, value, mask, dropout, causal);
        if (own && plain && query.NumberOfElements > 0 && key.NumberOfElements > 0)
            return PerHead(query, key, value);
        return Composed(query, key, value, mask, dropout, causal);
    }

    /// <summary>The formula as it is written.</summary>
    private static Tensor Composed(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, bool causal)
    {
        using var scope = NewDisposeScope();
        if (causal)
            mask = Ops.Tril.Call(full([query.shape[^2], key.shape[^2]], true, dtype: ScalarType.Bool, device: query.device));
        var scores = (query * (1 / Math.Sqrt(query.shape[^1]))).matmul(key.transpose(-2, -1));   // (..., L, S)
        if (mask is not null)
            scores = mask.dtype == ScalarType.Bool ? Ops.MaskedFill.Call(scores, Ops.Not.Call(mask), double.NegativeInfinity) : scores + mask;
        var weights = scores.softmax(-1);
        if (dropout > 0)
            weights = Ops.Dropout.Call(weights, dropout, true);
        return scope.MoveToOuter(weights.matmul(value));
    }

    private static Tensor PerHead(Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        var shape = query.shape;
        long rows = shape[^2], columns = key.shape[^2], width = value.shape[^1];
        // Contiguous, because the products copy whatever is not, each time anew.
        var q = query.reshape(-1, rows, shape[^1]).contiguous();         // (N, L, K)
        var k = key.reshape(-1, columns, shape[^1]).contiguous();        // (N, S, K)
        var v = value.reshape(-1, columns, width).contiguous();          // (N, S, V)
        long heads = q.shape[0];
        var output = empty([heads, rows, width], dtype: query.dtype);    // (N, L, V)
        long chunk = Math.Clamp(ScoresInCache / columns / 32 * 32, LeastRows, MostRows);
        // bfloat16's products are oneDNN's, which compute on their caller's thread when that is one of several.
        bool parallel = query.dtype == ScalarType.BFloat16 || BlasThreads.PrepareFor(q, 0) == Products.OnTheirCallers;
        _ = NativeTorch.Check(NativeTorch.Attention(q.Handle, k.Handle, v.Handle, output.Handle, 1 / Math.Sqrt(shape[^1]), chunk, parallel ? 1 : 0));
        return scope.MoveToOuter(output.reshape([.. shape[..^1], width]));   // the scope has held all four until here
    }

    private static bool SameHeads(Tensor query, Tensor key, Tensor value)
    {
        var (q, k, v) = (query.shape, key.shape, value.shape);
        return q.Length >= 2 && q.Length == k.Length && k.Length == v.Length
            && q.AsSpan(..^2).SequenceEqual(k.AsSpan(..^2)) && q.AsSpan(..^2).SequenceEqual(v.AsSpan(..^2))
            && q[^1] == k[^1] && k[^2] == v[^2] && query.dtype == key.dtype && key.dtype == value.dtype;
    }
}

file static class Ops
{
    public static readonly Operator Native = new("scaled_dot_product_attention");
    public static readonly Operator Dropout = new("dropout");
    public static readonly Operator Tril = new("tril");
    public static readonly Operator Not = new("logical_not");
    public static readonly Operator MaskedFill = new("masked_fill", "Scalar");
}
