using CogSpace.DrawnClips.Drawing;

namespace CogSpace.DrawnClips.Judging;

/// <summary>Recognises a shape: the one that, drawn about the same middle, covers most nearly the same pixels.</summary>
public static class ShapeJudge
{
    private const int FrameStride = 8;
    private const double LeastArea = 20;        // in pixels; a smaller one could be anything
    private const int Angles = 6;

    // Of the radius that has the same area: a ring that is thicker than ours has more area.
    private static readonly double[] Factors = [0.75, 0.8, 0.85, 0.9, 0.95, 1];

    // The middle of what is covered, and the area, of each shape of radius 1.
    private static readonly Dictionary<string, (double Area, double X, double Y)> Measures =
        Outline.All.ToDictionary(named => named.Key, named => Measure(named.Value));

    /// <param name="frames">What the shape covers in each frame.</param>
    /// <param name="turns">Whether the shape may be turned.</param>
    /// <param name="names">Which shapes it may be.</param>
    public static string Name(IReadOnlyList<Foreground> frames, bool turns, IEnumerable<string> names)
    {
        var looked = frames.Where((_, i) => i % FrameStride == 0)
            .Select(frame => frame.Sharpened)
            .Where(frame => frame.Area >= LeastArea)
            .ToList();
        if (looked.Any(frame => !frame.IsCut))
            looked.RemoveAll(frame => frame.IsCut);
        return names.MaxBy(name => looked.Sum(frame => Overlap(frame, name, turns)))!;
    }

    private static double Overlap(Foreground frame, string name, bool turns)
    {
        var outline = Outline.All[name];
        double radius = Math.Sqrt(frame.Area / Measures[name].Area);
        double angle = Enumerable.Range(0, turns && outline.Symmetry > 0 ? Angles : 1)
            .Select(i => 2 * Math.PI * i / (Angles * Math.Max(outline.Symmetry, 1)))
            .MaxBy(angle => Overlap(frame, name, radius, angle));
        return Factors.Max(factor => Overlap(frame, name, factor * radius, angle));
    }

    private static double Overlap(Foreground frame, string name, double radius, double angle)
    {
        var (outline, measure, centre) = (Outline.All[name], Measures[name], frame.Centre);
        var (sin, cos) = Math.SinCos(angle);
        double x = centre.X - (radius * ((cos * measure.X) - (sin * measure.Y)));
        double y = centre.Y - (radius * ((sin * measure.X) + (cos * measure.Y)));
        return frame.Overlap((column, row) => outline.Coverage(column - x, row - y, radius, angle));
    }

    private static (double Area, double X, double Y) Measure(Outline outline)
    {
        const int Fine = 100, Size = 240;
        double[] coverage =
        [
            .. Enumerable.Range(0, Size * Size).Select(i =>
                outline.Coverage((i % Size) + 0.5 - (Size / 2.0), (i / Size) + 0.5 - (Size / 2.0), Fine, angle: 0)),
        ];
        var mask = new Foreground(Size, coverage);
        return (
            mask.Area / (Fine * Fine), (mask.Centre.X - (Size / 2.0)) / Fine, (mask.Centre.Y - (Size / 2.0)) / Fine);
    }
}
