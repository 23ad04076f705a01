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
    public static Tensor ToItself(Tensor query, Tensor key, Tensor value) => nn.functional.scaled_dot_product_attention(query, key, value);

    /// <summary>The second half of the batch is what the first half refers to: a video looks at itself and at its reference, a reference at itself.</summary>
    /// <remarks>
    /// Source: CogVideo inference/ddim_inversion.py, CogVideoXAttnProcessor2_0ForDDIMInversion.
    /// Norms and positions are those of each video by itself, so the keys can be joined after both.
    /// </remarks>
    public static Tensor ToReference(Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        var (queries, keys, values) = (query.chunk(2), key.chunk(2), value.chunk(2));                           // of the videos, of the references
        var video = ToItself(queries[0], cat([keys[0], keys[1]], dim: 2), cat([values[0], values[1]], dim: 2));   // (B/2, N, T+V, K), over 2(T+V) keys
        var reference = ToItself(queries[1], keys[1], values[1]);
        return scope.MoveToOuter(cat([video, reference]));                                                      // (B, N, T+V, K)
    }
}
