using CogSpace.DrawnClips.Drawing;

namespace CogSpace.DrawnClips.Judging;

/// <summary>Recognises a motion: the one whose way and change of size are nearest.</summary>
public static class MotionJudge
{
    private const double TypicalRadius = 12;
    private const double ScaleWeight = 40;      // pixels that a size e times as large counts as

    public const string Still = "still", Spins = "spins";

    /// <summary>The motion, but for turns, which <see cref="IsTurning"/> looks for.</summary>
    /// <param name="frames">What the shape covers in each frame.</param>
    /// <param name="names">Which motions it may be.</param>
    public static string NameOfWay(IReadOnlyList<Foreground> frames, IEnumerable<string> names)
    {
        var seen = Centred(frames.Select(frame => (frame.Centre.X, frame.Centre.Y, Math.Sqrt(Math.Max(frame.Area, 1)))));
        int height = frames[0].Height;
        var (x, y) = Motion.Room(Math.Min(TypicalRadius, height / 4.0), frames[0].Width, height);
        return names.Where(name => name != Spins).MinBy(name =>
        {
            var way = Centred(frames.Select((_, i) =>
            {
                var place = Motion.All[name].Place((double)i / (frames.Count - 1), x, y);
                return (place.X, place.Y, place.Scale);
            }));
            return seen.Zip(way, Distance).Sum();
        })!;
    }

    /// <summary>
    /// Whether a shape makes one turn: the mark that its symmetry leaves keeps its direction in one that stands still.
    /// </summary>
    /// <param name="frames">What the shape covers in each frame.</param>
    /// <param name="symmetry">Of the shape; 0: it shows no turn.</param>
    public static bool IsTurning(IReadOnlyList<Foreground> frames, int symmetry)
    {
        var marks = frames.Select(frame => Mark(frame, symmetry)).ToList();
        double Sum(int turns)
        {
            double real = 0, imaginary = 0;
            foreach (var (i, (re, im)) in marks.Index())
            {
                var (sin, cos) = Math.SinCos(-2 * Math.PI * symmetry * turns * i / (marks.Count - 1));
                real += (re * cos) - (im * sin);
                imaginary += (re * sin) + (im * cos);
            }

            return (real * real) + (imaginary * imaginary);
        }

        return symmetry > 0 && Math.Max(Sum(1), Sum(-1)) > Sum(0);
    }

    private static (double Real, double Imaginary) Mark(Foreground frame, int symmetry)
    {
        var centre = frame.Centre;
        int order = symmetry == 1 ? 3 : symmetry;       // the first order vanishes about the middle
        double Part(Func<double, double> of) => frame.Sum((x, y) =>
            Math.Pow(Math.Sqrt(Math.Pow(x - centre.X, 2) + Math.Pow(y - centre.Y, 2)), order)
            * of(symmetry * Math.Atan2(y - centre.Y, x - centre.X)));
        return (Part(Math.Cos), Part(Math.Sin));
    }

    private static List<(double X, double Y, double Size)> Centred(IEnumerable<(double X, double Y, double Size)> way)
    {
        var all = way.Select(place => (place.X, place.Y, Size: Math.Log(place.Size))).ToList();
        var (x, y, size) = (all.Average(p => p.X), all.Average(p => p.Y), all.Average(p => p.Size));
        return [.. all.Select(p => (p.X - x, p.Y - y, p.Size - size))];
    }

    private static double Distance((double X, double Y, double Size) a, (double X, double Y, double Size) b) =>
        Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2) + Math.Pow(ScaleWeight * (a.Size - b.Size), 2);
}
