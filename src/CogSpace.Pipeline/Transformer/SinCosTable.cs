namespace CogSpace.Pipeline.Transformer;

/// <summary>Positions of video tokens as fixed waves: a quarter of the width for time, three eighths each for x and y.</summary>
/// <remarks>
/// Source: diffusers embeddings.py, get_3d_sincos_pos_embed. Computed in float64; text tokens have no position.
/// </remarks>
internal static class SinCosTable
{
    private const double LongestWave = 10000;

    /// <param name="size">D, the width of a token.</param>
    /// <param name="frames">F, latent frames.</param>
    /// <param name="height">Patches from top to bottom.</param>
    /// <param name="width">Patches from left to right.</param>
    /// <param name="spatialScale">Positions in x and y are divided by this.</param>
    /// <param name="temporalScale">Positions in time are divided by this.</param>
    /// <returns>(1, V, D), float64, on the CPU.</returns>
    public static Tensor Build(int size, long frames, long height, long width, double spatialScale, double temporalScale)
    {
        using var scope = NewDisposeScope();
        var t = Waves(size / 4, (int)frames, temporalScale).reshape(frames, 1, 1, -1).expand(frames, height, width, -1);
        var x = Waves(size * 3 / 8, (int)width, spatialScale).reshape(1, 1, width, -1).expand(frames, height, width, -1);
        var y = Waves(size * 3 / 8, (int)height, spatialScale).reshape(1, height, 1, -1).expand(frames, height, width, -1);
        return scope.MoveToOuter(cat([t, x, y], dim: 3).reshape(1, -1, size));    // x before y
    }

    // (count, size): for each position the sines, then the cosines
    private static Tensor Waves(int size, int count, double scale)
    {
        var waves = new double[count * size];
        for (int i = 0; i < count; i++)
        {
            double position = i / (float)scale;                                   // a float32 in the reference
            for (int k = 0; k < size / 2; k++)
            {
                double angle = position * (1.0 / Math.Pow(LongestWave, k / (size / 2.0)));
                waves[(i * size) + k] = Math.Sin(angle);
                waves[(i * size) + (size / 2) + k] = Math.Cos(angle);
            }
        }

        return tensor(waves).reshape(count, size);
    }
}
