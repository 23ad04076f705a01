using CogSpace.PostProcess.Networks;

namespace CogSpace.PostProcess.Interpolation;

/// <summary>A picture of 32 x 32 pixels, in which two frames are compared.</summary>
/// <remarks>
/// Source: CogVideo inference/gradio_composite_demo/rife_model.py: F.interpolate(..., (32, 32), mode="bilinear",
/// align_corners=False), which looks at four pixels for each of these.
/// </remarks>
internal static class SmallPicture
{
    private const int Size = 32;

    public static Planes Of(Planes picture)
    {
        var small = new Planes(Size, Size);
        for (int y = 0; y < Size; y++)
        {
            var (top, bottom, down) = Between(y, picture.Height);
            for (int x = 0; x < Size; x++)
            {
                var (left, right, across) = Between(x, picture.Width);
                for (int c = 0; c < Planes.Count; c++)
                {
                    var upper = picture.Row(c, top);
                    var lower = picture.Row(c, bottom);
                    small.Row(c, y)[x] = ((1 - down) * (((1 - across) * upper[left]) + (across * upper[right])))
                        + (down * (((1 - across) * lower[left]) + (across * lower[right])));
                }
            }
        }

        return small;
    }

    /// <summary>
    /// The mean of all pixels that a pixel of the small picture stands for, so that fine texture which moves a little stays
    /// what it is.
    /// </summary>
    public static Planes AveragesOf(Planes picture)
    {
        var small = new Planes(Size, Size);
        for (int y = 0; y < Size; y++)
        {
            var (top, bottom) = Covered(y, picture.Height);
            for (int x = 0; x < Size; x++)
            {
                var (left, right) = Covered(x, picture.Width);
                for (int c = 0; c < Planes.Count; c++)
                {
                    float sum = 0;
                    for (int row = top; row < bottom; row++)
                    {
                        foreach (float value in picture.Row(c, row)[left..right])
                            sum += value;
                    }

                    small.Row(c, y)[x] = sum / ((bottom - top) * (right - left));
                }
            }
        }

        return small;
    }

    private static (int From, int To) Covered(int i, int size)
    {
        int from = i * size / Size;
        return (from, Math.Max(from + 1, (i + 1) * size / Size));
    }

    // The two pixels that a pixel of the small picture lies between, and how near it is to the second.
    private static (int First, int Second, float Share) Between(int i, int size)
    {
        float at = Math.Max((((i + 0.5f) * size) / Size) - 0.5f, 0);
        int first = Math.Min((int)at, size - 1);
        return (first, Math.Min(first + 1, size - 1), at - first);
    }
}
