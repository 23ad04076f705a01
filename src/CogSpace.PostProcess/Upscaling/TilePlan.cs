namespace CogSpace.PostProcess.Upscaling;

/// <summary>A part of a picture, in pixels.</summary>
internal readonly record struct Tile(int Left, int Top, int Width, int Height);

/// <summary>How a picture is cut into tiles that overlap.</summary>
/// <remarks>
/// Source: CogVideo inference/gradio_composite_demo/utils.py, tiled_scale. The last tile of a row or column may be no wider
/// than the overlap.
/// </remarks>
internal static class TilePlan
{
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="size">Of a tile, at most.</param>
    /// <param name="overlap">Less than <paramref name="size"/>.</param>
    /// <returns>Row by row.</returns>
    public static IReadOnlyList<Tile> Of(int width, int height, int size, int overlap)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlap, size);
        return
        [
            .. from top in Starts(height, size, overlap)
               from left in Starts(width, size, overlap)
               select new Tile(left, top, Math.Min(size, width - left), Math.Min(size, height - top)),
        ];
    }

    private static IEnumerable<int> Starts(int length, int size, int overlap)
    {
        for (int at = 0; at < length; at += size - overlap)
            yield return Math.Max(0, Math.Min(at, length - overlap));
    }
}
