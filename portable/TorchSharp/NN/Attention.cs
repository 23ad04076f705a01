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
        bool onCpu = query.device_type == DeviceType.CPU;
        bool own = onCpu && query.dtype is ScalarType.BFloat16 or ScalarType.Float32 && SameHeads(query, key, value) && !Recording(query, key, value);
        bool plain = mask is null && !causal && dropout == 0;

        if (Ops.Native.Exists && !(onCpu && query.dtype == ScalarType.BFloat16 && own))
            return Ops.Native.Call(query, key, value, mask, dropout, causal);
        if (own && plain && query.numel() > 0 && key.numel() > 0)
            return PerHead(query, key, value);
        return Composed(query, key, value, mask, dropout, causal);
    }

    /// <summary>The formula as it is written.</summary>
    private static Tensor Composed(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, bool causal)
    {
        using var scope = NewDisposeScope();
        if (causal)
            mask = ones([query.shape[^2], key.shape[^2]], dtype: ScalarType.Bool, device: query.device).tril();
        var scores = query.mul(1 / Math.Sqrt(query.shape[^1])).matmul(key.transpose(-2, -1));   // (..., L, S)
        if (mask is not null)
            scores = mask.dtype == ScalarType.Bool ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity) : scores.add(mask);
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
        double scale = 1 / Math.Sqrt(shape[^1]);

        // Short sequences in bfloat16: one product for all heads beats the calls for each.
        if (query.dtype == ScalarType.BFloat16 && rows <= MostRows && rows * columns <= ScoresInCache / 8)
        {
            var scores = empty([heads, rows, columns], dtype: query.dtype);
            Ops.Baddbmm.Run(scores, q, k.transpose(1, 2), 0.0, scale, scores);
            Ops.Softmax.Run(scores, -1, false, scores);
            Ops.Bmm.Run(scores, v, output);
        }
        else
        {
            InChunks(q, k, v, output, scale, Math.Clamp(ScoresInCache / columns / 32 * 32, LeastRows, MostRows));
        }

        return scope.MoveToOuter(output.view([.. shape[..^1], width]));
    }

    /// <summary>One head at a time, some rows of it at a time, always in the same memory.</summary>
    private static void InChunks(Tensor q, Tensor k, Tensor v, Tensor output, double scale, long chunk)
    {
        long heads = q.shape[0], rows = q.shape[1], columns = k.shape[1];
        chunk = Math.Min(chunk, rows);
        var allScores = empty([chunk, columns], dtype: q.dtype);         // (chunk, S)
        for (long head = 0; head < heads; head++)
        {
            using var headQ = Ops.Select.CallForTemporary(q, 0, head);
            using var headK = Ops.Select.CallForTemporary(k, 0, head);
            using var headV = Ops.Select.CallForTemporary(v, 0, head);
            using var headOutput = Ops.Select.CallForTemporary(output, 0, head);
            using var headKT = Ops.T.CallForTemporary(headK);            // (K, S)
            for (long start = 0; start < rows; start += chunk)
            {
                long n = Math.Min(chunk, rows - start);
                using var someQ = Ops.Narrow.CallForTemporary(headQ, 0, start, n);
                using var someOutput = Ops.Narrow.CallForTemporary(headOutput, 0, start, n);
                using var scores = Ops.Narrow.CallForTemporary(allScores, 0, 0, n);
                Ops.Addmm.Run(scores, someQ, headKT, 0.0, scale, scores);   // 0 * what was there: it is not read
                Ops.Softmax.Run(scores, -1, false, scores);
                Ops.Mm.Run(scores, headV, someOutput);
            }
        }
    }

    private static bool SameHeads(Tensor query, Tensor key, Tensor value)
    {
        var (q, k, v) = (query.shape, key.shape, value.shape);
        return q.Length >= 2 && q.Length == k.Length && k.Length == v.Length
            && q.AsSpan(..^2).SequenceEqual(k.AsSpan(..^2)) && q.AsSpan(..^2).SequenceEqual(v.AsSpan(..^2))
            && q[^1] == k[^1] && k[^2] == v[^2] && query.dtype == key.dtype && key.dtype == value.dtype;
    }

    // What writes into given memory cannot be differentiated.
    private static bool Recording(Tensor query, Tensor key, Tensor value) =>
        is_grad_enabled() && (query.requires_grad || key.requires_grad || value.requires_grad);
}

file static class Ops
{
    public static readonly Operator Native = new("scaled_dot_product_attention");
    public static readonly Operator Addmm = new("addmm", "out");
    public static readonly Operator Mm = new("mm", "out");
    public static readonly Operator Baddbmm = new("baddbmm", "out");
    public static readonly Operator Bmm = new("bmm", "out");
    public static readonly Operator Softmax = new("_softmax", "out");
    public static readonly Operator Dropout = new("dropout");
    public static readonly Operator Select = new("select", "int");
    public static readonly Operator Narrow = new("narrow");
    public static readonly Operator T = new("t");
}
