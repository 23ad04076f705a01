using CogSpace.DrawnClips.Drawing;

namespace CogSpace.DrawnClips.Judging;

/// <summary>How much of each pixel of a frame belongs to a shape.</summary>
/// <param name="width">In pixels.</param>
/// <param name="coverage">Row by row, 0 to 1.</param>
public sealed class Foreground(int width, double[] coverage)
{
    private const double Inside = 0.5;

    public int Width { get; } = width;

    public int Height { get; } = coverage.Length / width;

    public double this[int x, int y] => coverage[(y * Width) + x];

    /// <summary>In pixels.</summary>
    public double Area { get; } = coverage.Sum();

    /// <summary>Its middle, in pixels; that of the picture where there is nothing.</summary>
    public (double X, double Y) Centre => Area > 0
        ? (Sum((x, _) => x) / Area, Sum((_, y) => y) / Area)
        : (Width / 2.0, Height / 2.0);

    /// <summary>Whether it goes on beyond the picture.</summary>
    public bool IsCut =>
        Enumerable.Range(0, Width).Any(x => this[x, 0] > Inside || this[x, Height - 1] > Inside)
        || Enumerable.Range(0, Height).Any(y => this[0, y] > Inside || this[Width - 1, y] > Inside);

    /// <summary>The sum over all pixels of a function of their middle, each weighed by how much of it is covered.</summary>
    public double Sum(Func<double, double, double> of)
    {
        double sum = 0;
        for (int i = 0; i < coverage.Length; i++)
        {
            if (coverage[i] > 0)
                sum += coverage[i] * of((i % Width) + 0.5, (i / Width) + 0.5);
        }

        return sum;
    }

    /// <summary>Pixels that are covered by half or more, as whole ones: soft edges and holes become plain.</summary>
    public Foreground Sharpened => new(Width, [.. coverage.Select(part => part >= Inside ? 1.0 : 0)]);

    /// <summary>What two have in common, as a part of what they cover together: 0 to 1.</summary>
    public double Overlap(Func<double, double, double> other)
    {
        double common = 0, together = 0;
        for (int i = 0; i < coverage.Length; i++)
        {
            double mine = coverage[i], others = other((i % Width) + 0.5, (i / Width) + 0.5);
            common += Math.Min(mine, others);
            together += Math.Max(mine, others);
        }

        return together > 0 ? common / together : 0;
    }
}
