namespace CogSpace.Tests;

/// <summary>Looks at a clip of one shape that moves over a background, and says what it sees.</summary>
/// <remarks>
/// The backgrounds are plain or vary from top to bottom only, so each row's colour is the median of its ends over time.
/// </remarks>
internal sealed class MovingShape
{
    private const int Channels = 3;
    private const int EndColumns = 12;
    private const int DifferentEnough = 60;      // sum of the three channels' differences
    private const double MovedEnough = 0.12;     // share of the width or height

    private const int Colourful = 60;            // difference of the strongest and the weakest channel
    private const int Light = 190;
    private const int Dark = 70;

    private static readonly (string Name, double Hue)[] Hues =
        [("red", 0), ("orange", 32), ("yellow", 57), ("green", 130), ("blue", 220), ("purple", 280), ("pink", 330), ("red", 360)];

    private readonly DecodedClip _clip;
    private readonly byte[] _background;

    public MovingShape(DecodedClip clip)
    {
        _clip = clip;
        _background = new byte[clip.Frames[0].Length];
        for (int y = 0; y < clip.Height; y++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                byte median = MedianOfEnds(y, channel);
                for (int x = 0; x < clip.Width; x++)
                    _background[(((y * clip.Width) + x) * Channels) + channel] = median;
            }
        }
    }

    /// <summary>Mean colours of the top and the bottom quarter of the background.</summary>
    public ((int R, int G, int B) Top, (int R, int G, int B) Bottom) BackgroundEnds =>
        (MeanOfRows(0, _clip.Height / 4), MeanOfRows(_clip.Height * 3 / 4, _clip.Height));

    /// <summary>One of the plain colours, or sunset (purple above orange) or sky (blue above white).</summary>
    public string Background
    {
        get
        {
            var (top, bottom) = BackgroundEnds;
            if (Distance(top, bottom) < 80)
                return Name(((top.R + bottom.R) / 2, (top.G + bottom.G) / 2, (top.B + bottom.B) / 2));
            return bottom.R > bottom.B ? "sunset" : "sky";
        }
    }

    /// <summary>Mean colour of the pixels that differ most from the background.</summary>
    public (int R, int G, int B) ShapeColour
    {
        get
        {
            var inside = new List<(int Difference, int R, int G, int B)>();
            foreach (var frame in _clip.Frames)
            {
                for (int i = 0; i < frame.Length; i += Channels)
                {
                    int difference = Difference(frame, i);
                    if (difference > DifferentEnough)
                        inside.Add((difference, frame[i], frame[i + 1], frame[i + 2]));
                }
            }

            var core = inside.OrderByDescending(pixel => pixel.Difference).Take(Math.Max(inside.Count / 2, 1)).ToList();
            return core.Count == 0
                ? default
                : ((int)core.Average(p => p.R), (int)core.Average(p => p.G), (int)core.Average(p => p.B));
        }
    }

    public string Shape => Name(ShapeColour);

    /// <summary>
    /// "right", "left", "up", "down", or "nowhere": from where the shape is in the first sixth of the clip to where it is in
    /// the last.
    /// </summary>
    public string Direction
    {
        get
        {
            int span = _clip.Frames.Count / 6;
            var from = Centre(_clip.Frames.Take(span));
            var to = Centre(_clip.Frames.TakeLast(span));
            var (x, y) = ((to.X - from.X) / _clip.Width, (to.Y - from.Y) / _clip.Height);
            if (Math.Max(Math.Abs(x), Math.Abs(y)) < MovedEnough)
                return "nowhere";
            return Math.Abs(x) > Math.Abs(y) ? (x > 0 ? "right" : "left") : (y > 0 ? "down" : "up");
        }
    }

    /// <summary>Where the shape is in each frame.</summary>
    public IReadOnlyList<(double X, double Y)> Path => [.. _clip.Frames.Select(frame => Centre([frame]))];

    public override string ToString() => $"{Shape} {ShapeColour} on {Background} {BackgroundEnds}, going {Direction}";

    private (double X, double Y) Centre(IEnumerable<byte[]> frames)
    {
        double x = 0, y = 0, weight = 0;
        foreach (var frame in frames)
        {
            for (int i = 0; i < frame.Length; i += Channels)
            {
                int difference = Difference(frame, i);
                if (difference <= DifferentEnough)
                    continue;
                int pixel = i / Channels;
                (x, y, weight) = (
                    x + (difference * (pixel % _clip.Width)), y + (difference * (pixel / _clip.Width)), weight + difference);
            }
        }

        return weight == 0 ? (_clip.Width / 2.0, _clip.Height / 2.0) : (x / weight, y / weight);
    }

    private byte MedianOfEnds(int y, int channel)
    {
        var ends = Enumerable.Range(0, EndColumns).Concat(Enumerable.Range(_clip.Width - EndColumns, EndColumns));
        var values = _clip
            .Frames.SelectMany(frame => ends.Select(x => frame[(((y * _clip.Width) + x) * Channels) + channel]))
            .Order()
            .ToList();
        return values[values.Count / 2];
    }

    private int Difference(byte[] frame, int i) =>
        Math.Abs(frame[i] - _background[i])
        + Math.Abs(frame[i + 1] - _background[i + 1])
        + Math.Abs(frame[i + 2] - _background[i + 2]);

    private (int R, int G, int B) MeanOfRows(int first, int end)
    {
        var rows = _background.AsSpan((first * _clip.Width * Channels)..(end * _clip.Width * Channels)).ToArray();
        int Mean(int channel) => (int)rows.Where((_, i) => i % Channels == channel).Average(value => value);
        return (Mean(0), Mean(1), Mean(2));
    }

    // Gray tones by their brightness, everything else by its hue.
    private static string Name((int R, int G, int B) colour)
    {
        int strongest = Math.Max(colour.R, Math.Max(colour.G, colour.B));
        int range = strongest - Math.Min(colour.R, Math.Min(colour.G, colour.B));
        if (range < Colourful)
            return strongest > Light ? "white" : strongest < Dark ? "black" : "gray";
        double sixth = strongest == colour.R ? (double)(colour.G - colour.B) / range
            : strongest == colour.G ? 2 + ((double)(colour.B - colour.R) / range)
            : 4 + ((double)(colour.R - colour.G) / range);
        double hue = ((sixth * 60) + 360) % 360;
        return Hues.MinBy(named => Math.Abs(named.Hue - hue)).Name;
    }

    private static double Distance((int R, int G, int B) a, (int R, int G, int B) b) =>
        Math.Sqrt(Math.Pow(a.R - b.R, 2) + Math.Pow(a.G - b.G, 2) + Math.Pow(a.B - b.B, 2));
}
