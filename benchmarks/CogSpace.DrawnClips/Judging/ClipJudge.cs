using CogSpace.DrawnClips.Drawing;

namespace CogSpace.DrawnClips.Judging;

/// <summary>Tells what a drawn clip shows, without knowing what it should show.</summary>
public static class ClipJudge
{
    private const double LeastDifference = 40;      // of a pixel's colour from what is behind, 442 at most
    private const double CorePart = 0.4;
    private const double LeastCoverage = 0.25;      // less is noise

    /// <param name="frames">Of one size.</param>
    /// <param name="count">How many shapes there are, above each other.</param>
    /// <param name="variety">What it may show; null: everything that is drawn.</param>
    public static SeenClip Look(IReadOnlyList<Frame> frames, int count = 1, Variety? variety = null)
    {
        variety ??= Variety.Everything;
        var rows = BackdropEstimate.Rows(frames);
        int height = rows.Length / count;
        return new SeenClip(
            BackdropEstimate.NameOf(rows),
            [
                .. Enumerable.Range(0, count).Select(i => i * height).Select(top => LookAt(
                    [.. frames.Select(frame => Cut(frame, top, height))], rows[top..(top + height)], variety)),
            ]);
    }

    private static SeenObject LookAt(IReadOnlyList<Frame> frames, Colour[] rows, Variety variety)
    {
        var colour = CoreColour(frames, rows);
        var masks = frames.Select(frame => Mask(frame, rows, colour)).ToList();
        string way = MotionJudge.NameOfWay(masks, variety.Motions);
        bool stays = way == MotionJudge.Still;
        string shape = ShapeJudge.Name(masks, turns: stays, variety.Shapes);
        bool spins = stays && variety.Motions.Contains(MotionJudge.Spins)
            && MotionJudge.IsTurning(masks, Outline.All[shape].Symmetry);
        return new SeenObject(shape, Palette.NameOf(colour), spins ? MotionJudge.Spins : way);
    }

    private static Frame Cut(Frame frame, int top, int height)
    {
        int stride = frame.Width * Frame.Channels;
        return new Frame(frame.Width, height, frame.Pixels.Slice(top * stride, height * stride).ToArray());
    }

    // The mean of the pixels that differ most from what is behind them.
    private static Colour CoreColour(IReadOnlyList<Frame> frames, Colour[] rows)
    {
        var inside = new List<(double Difference, Colour Colour)>();
        foreach (var frame in frames)
        {
            for (int i = 0; i < frame.Width * frame.Height; i++)
            {
                var colour = At(frame, i);
                double difference = colour.Distance(rows[i / frame.Width]);
                if (difference > LeastDifference)
                    inside.Add((difference, colour));
            }
        }

        var core = inside.OrderByDescending(pixel => pixel.Difference).Take((int)Math.Ceiling(inside.Count * CorePart)).ToList();
        return core.Count == 0
            ? rows[rows.Length / 2]
            : core.Aggregate(default(Colour), (sum, pixel) => sum + pixel.Colour) * (1.0 / core.Count);
    }

    // How far each pixel is on the way from what is behind it to the shape's colour.
    private static Foreground Mask(Frame frame, Colour[] rows, Colour colour)
    {
        double[] coverage = new double[frame.Width * frame.Height];
        for (int i = 0; i < coverage.Length; i++)
        {
            var behind = rows[i / frame.Width];
            var way = colour - behind;
            double part = way.Dot(way) > 0 ? Math.Clamp((At(frame, i) - behind).Dot(way) / way.Dot(way), 0, 1) : 0;
            coverage[i] = part > LeastCoverage ? part : 0;
        }

        return new Foreground(frame.Width, coverage);
    }

    private static Colour At(Frame frame, int pixel)
    {
        var bytes = frame.Pixels.Span.Slice(pixel * Frame.Channels, Frame.Channels);
        return new(bytes[0], bytes[1], bytes[2]);
    }
}
