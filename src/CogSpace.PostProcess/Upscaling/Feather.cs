namespace CogSpace.PostProcess.Upscaling;

/// <summary>
/// How much each pixel of a tile counts: less and less towards its ends, so that one tile passes into the next.
/// </summary>
/// <remarks>
/// Source: CogVideo inference/gradio_composite_demo/utils.py, tiled_scale: (t + 1) / feather at pixel t from every border, those
/// of the picture too, where it is divided out again. Differs: a tile smaller than the overlap is feathered over all of it, where
/// the reference fails.
/// </remarks>
internal static class Feather
{
    /// <param name="length">Of the tile, in pixels of the result.</param>
    /// <param name="feather">The overlap, in pixels of the result.</param>
    public static float[] Along(int length, int feather)
    {
        var weights = new float[length];
        Array.Fill(weights, 1);
        int reach = Math.Min(feather, length);
        for (int t = 0; t < reach; t++)
        {
            float weight = (float)(1.0 / feather * (t + 1));
            weights[t] *= weight;
            weights[length - 1 - t] *= weight;
        }

        return weights;
    }
}
