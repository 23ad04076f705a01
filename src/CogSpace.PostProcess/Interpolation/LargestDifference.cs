using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>The largest difference of two pictures in blocks of 4 x 4 pixels.</summary>
/// <remarks>
/// Single pixels differ by coding noise alone: means of blocks, which codecs keep well, tell noise from a small thing that moves.
/// </remarks>
internal static class LargestDifference
{
    private const int Block = 4;

    /// <returns>In levels of 255, of the colour that differs most.</returns>
    public static double Of(Planes first, Planes second)
    {
        double largest = 0;
        var sums = new float[(first.Width + Block - 1) / Block];
        for (int plane = 0; plane < Planes.Count; plane++)
        {
            for (int top = 0; top < first.Height; top += Block)
            {
                int rows = Math.Min(Block, first.Height - top);
                Array.Clear(sums);
                for (int y = top; y < top + rows; y++)
                {
                    Span<float> before = first.Row(plane, y), after = second.Row(plane, y);
                    for (int x = 0; x < before.Length; x++)
                        sums[x / Block] += after[x] - before[x];
                }

                for (int i = 0; i < sums.Length; i++)
                    largest = Math.Max(largest, Math.Abs(sums[i]) / (rows * Math.Min(Block, first.Width - (i * Block))));
            }
        }

        return largest * 255;
    }
}
