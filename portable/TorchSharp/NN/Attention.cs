using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>softmax(Q K^T / sqrt(K)) V, the way that is fastest on the device at hand.</summary>
internal static class Attention
{
    public static Tensor Compute(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, bool causal)
    {
        using var scope = NewDisposeScope();
        if (causal)
            mask = ones(query.shape[^2], key.shape[^2], dtype: ScalarType.Bool, device: query.device).tril();
        var scores = query.matmul(key.transpose(-2, -1)).mul(1 / Math.Sqrt(query.shape[^1]));
        if (mask is not null)
            scores = mask.dtype == ScalarType.Bool ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity) : scores.add(mask);
        return scope.MoveToOuter(scores.softmax(-1).matmul(value));
    }
}
