namespace CogSpace.DrawnClips.Drawing;

/// <summary>A clip: one shape, or two above each other, over a background.</summary>
/// <param name="Objects">From the top.</param>
/// <param name="Backdrop">A name of <see cref="Drawing.Backdrop"/>.</param>
public sealed record DrawnClip(IReadOnlyList<DrawnObject> Objects, string Backdrop)
{
    public const int Width = 96, Height = 64, FrameCount = 49, FramesPerSecond = 8;

    /// <summary>All frames.</summary>
    public IReadOnlyList<Frame> Draw() =>
    [
        .. Enumerable.Range(0, FrameCount)
            .Select(i => Draw((double)i / (FrameCount - 1)).At(TimeSpan.FromSeconds((double)i / FramesPerSecond))),
    ];

    /// <param name="time">0 is the first frame, 1 the last.</param>
    public Frame Draw(double time)
    {
        var pixels = new byte[Width * Height * Frame.Channels];
        double lane = (double)Height / Objects.Count;
        var things = Objects.Select((thing, i) =>
        {
            var place = thing.At(time, Width, lane);
            return (
                Colour: Palette.All[thing.Colour], Outline: Outline.All[thing.Shape], Radius: thing.Radius * place.Scale,
                place.Angle, X: (Width / 2.0) + place.X, Y: ((i + 0.5) * lane) + place.Y);
        }).ToArray();
        var backdrop = Drawing.Backdrop.All[Backdrop];
        for (int row = 0; row < Height; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                double x = column + 0.5, y = row + 0.5;
                var colour = backdrop.At(y / Height);
                foreach (var thing in things)
                    colour = colour.Mix(
                        thing.Colour, thing.Outline.Coverage(x - thing.X, y - thing.Y, thing.Radius, thing.Angle));
                int at = ((row * Width) + column) * Frame.Channels;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = (Round(colour.R), Round(colour.G), Round(colour.B));
            }
        }

        return new Frame(Width, Height, pixels);
    }

    private static byte Round(double value) => (byte)Math.Clamp(Math.Round(value), byte.MinValue, byte.MaxValue);
}
