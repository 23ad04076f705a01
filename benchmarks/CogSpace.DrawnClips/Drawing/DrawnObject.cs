namespace CogSpace.DrawnClips.Drawing;

/// <summary>A shape that moves.</summary>
/// <param name="Shape">A name of <see cref="Outline"/>.</param>
/// <param name="Colour">A name of <see cref="Palette"/>.</param>
/// <param name="Motion">A name of <see cref="Drawing.Motion"/>.</param>
public sealed record DrawnObject(string Shape, string Colour, string Motion)
{
    /// <summary>"small", "large" or empty.</summary>
    public string Size { get; init; } = "";

    /// <summary>What the radius of that size is multiplied by.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Where it is beside the middle: a part of the room there is, -1 to 1. A way that leads there ignores it.</summary>
    public (double X, double Y) Offset { get; init; }

    /// <summary>In pixels.</summary>
    public double Radius => Scale * Size switch { "small" => 8, "large" => 17, _ => 12 };

    /// <summary>Where it is.</summary>
    /// <param name="time">0 is the first frame, 1 the last.</param>
    /// <param name="width">Of the part of the picture that it has for itself, in pixels.</param>
    /// <param name="height">Likewise.</param>
    public Placement At(double time, double width, double height)
    {
        var (x, y) = Drawing.Motion.Room(Radius, width, height);
        var motion = Drawing.Motion.All[Motion];
        var place = motion.Place(time, x, y);
        var (goesAcross, goesUp) = (motion.Place(0.3, 1, 1).X != 0, motion.Place(0.3, 1, 1).Y != 0);
        return place with
        {
            X = place.X + (goesAcross ? 0 : Offset.X * x),
            Y = place.Y + (goesUp ? 0 : Offset.Y * y),
        };
    }
}
