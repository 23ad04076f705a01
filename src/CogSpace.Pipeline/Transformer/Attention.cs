namespace CogSpace.Pipeline.Transformer;

/// <summary>How queries look at keys and take up values.</summary>
/// <param name="query">(B, N, T+V, K)</param>
/// <param name="key">The same shape.</param>
/// <param name="value">The same shape.</param>
/// <returns>The same shape.</returns>
internal delegate Tensor Attend(Tensor query, Tensor key, Tensor value);

/// <summary>The ways in which the videos of a batch look at each other.</summary>
internal static class Attention
{
    /// <summary>Each video looks at itself.</summary>
    public static Tensor ToItself(Tensor query, Tensor key, Tensor value) =>
        Gradients.Need(query, key) || Gradients.Need(value) ? Differentiable(query, key, value)
        : Bfloat16.IsSlow(query) ? Bfloat16.Attend(query, key, value)
        : query is { device_type: DeviceType.CPU, dtype: ScalarType.BFloat16 } ? Written(query, key, value)
        : nn.functional.scaled_dot_product_attention(query, key, value);

    /// <summary>
    /// The second half of the batch is what the first half refers to: a video looks at itself and at its reference, a
    /// reference at itself.
    /// </summary>
    /// <remarks>
    /// Source: CogVideo inference/ddim_inversion.py, CogVideoXAttnProcessor2_0ForDDIMInversion.
    /// Norms and positions are those of each video by itself, so the keys can be joined after both.
    /// </remarks>
    public static Tensor ToReference(Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        var (queries, keys, values) = (query.chunk(2), key.chunk(2), value.chunk(2)); // of the videos, of the references
        // (B/2, N, T+V, K), over 2(T+V) keys
        var video = ToItself(queries[0], cat([keys[0], keys[1]], dim: 2), cat([values[0], values[1]], dim: 2));
        var reference = ToItself(queries[1], keys[1], values[1]);
        return scope.MoveToOuter(cat([video, reference]));                                                      // (B, N, T+V, K)
    }

    // The other ways overwrite what the way back needs.
    private static Tensor Differentiable(Tensor query, Tensor key, Tensor value)
    {
        if (!Bfloat16.IsSlow(query))
            return nn.functional.scaled_dot_product_attention(query, key, value);
        using var scope = NewDisposeScope();
        const ScalarType Wide = ScalarType.Float32;
        var mixed = nn.functional.scaled_dot_product_attention(query.to(Wide), key.to(Wide), value.to(Wide));
        return scope.MoveToOuter(mixed.to(query.dtype));
    }

    // As the formula is written, some queries at a time. libtorch's own operator takes its bfloat16 products from MKL, which
    // has no fast ones on an AMD processor; these are oneDNN's, up to 2.7 times as fast.
    private static Tensor Written(Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        var (videos, heads, queries, size) = (query.shape[0], query.shape[1], query.shape[2], query.shape[3]);
        var result = empty([videos, queries, heads, size], dtype: query.dtype).transpose(1, 2);           // (B, N, T+V, K)
        double scale = 1 / Math.Sqrt(size);
        for (long i = 0; i < videos; i++)
        {
            using var video = NewDisposeScope();
            var (keys, values) = (key[i].transpose(1, 2).contiguous(), value[i].contiguous()); // (N, K, T+V), (N, T+V, K)
            foreach (var (start, length) in Piecewise.Of(queries, heads * queries * key.shape[2]))
            {
                using var piece = NewDisposeScope();
                var scores = matmul(query[i].narrow(1, start, length).Times(scale), keys);                     // (N, length, T+V)
                result[i].narrow(1, start, length).copy_(matmul(nn.functional.softmax(scores, -1), values));
            }
        }

        return scope.MoveToOuter(result);
    }
}
