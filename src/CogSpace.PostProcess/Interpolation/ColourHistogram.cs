using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>How many pixels of a picture have each of 256 levels of a colour.</summary>
internal static class ColourHistogram
{
    private const int Levels = 256;

    /// <summary>
    /// The earth mover's distance of the histograms: by how many levels of 255 pixels change on average, whichever of them
    /// do. The largest of the three colours counts.
    /// </summary>
    public static double Distance(Planes first, Planes second) =>
        Enumerable.Range(0, Planes.Count).Max(plane => Distance(first, second, plane));

    private static double Distance(Planes first, Planes second, int plane)
    {
        int[] before = Of(first, plane), after = Of(second, plane);
        long ahead = 0, moved = 0;
        for (int level = 0; level < Levels; level++)
        {
            ahead += before[level] - after[level];
            moved += Math.Abs(ahead);
        }

        return moved / ((double)first.Width * first.Height);
    }

    private static int[] Of(Planes picture, int plane)
    {
        var counts = new int[Levels];
        int size = picture.Width * picture.Height;
        foreach (float value in picture.Values.AsSpan(plane * size, size))
            counts[(int)((Math.Clamp(value, 0, 1) * (Levels - 1)) + 0.5f)]++;
        return counts;
    }
}
