namespace CogSpace.Pipeline.Text;

/// <summary>A learned bias per head for how far apart two tokens are: exact when near, in logarithmic buckets when far.</summary>
/// <remarks>Source: arXiv:1910.10683 section 2.1; transformers T5Attention._relative_position_bucket, bidirectional.</remarks>
internal sealed class RelativePositionBias(WeightScope weights, T5Config config)
{
    private readonly Tensor _table = weights.Tensor("weight", config.RelativeAttentionNumBuckets, config.NumHeads);

    /// <returns>(1, N, T, T): what query row q adds to key column k.</returns>
    public Tensor Forward(long length)
    {
        using var scope = NewDisposeScope();
        var buckets = new long[length * length];
        for (int query = 0; query < length; query++)
        {
            for (int key = 0; key < length; key++)
                buckets[(query * length) + key] = Bucket(
                    key - query, config.RelativeAttentionNumBuckets, config.RelativeAttentionMaxDistance);
        }

        var bias = _table.index_select(0, tensor(buckets).to(_table.device));          // (T T, N)
        return scope.MoveToOuter(bias.reshape(length, length, -1).permute(2, 0, 1).unsqueeze(0));
    }

    /// <summary>
    /// Half of the buckets look back, half ahead; in each, half are exact distances and the rest grow up to the largest.
    /// </summary>
    public static int Bucket(int distance, int buckets, int maxDistance)
    {
        int half = buckets / 2;
        int side = distance > 0 ? half : 0;
        int far = Math.Abs(distance);
        int exact = half / 2;
        if (far < exact)
            return side + far;

        // float32 as in the reference, where a distance can fall on the edge of a bucket
        float grown = MathF.Log((float)far / exact) / (float)Math.Log((double)maxDistance / exact) * (half - exact);
        return side + Math.Min(exact + (int)grown, half - 1);
    }
}
