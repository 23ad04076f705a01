namespace CogSpace.DrawnClips.Drawing;

/// <summary>A shape of radius 1 about the origin, y pointing down, given by how far a point is from its edge.</summary>
/// <param name="Distance">Of a point from the edge; negative inside.</param>
/// <param name="Symmetry">Turns by 1 / so much of a full one show the same; 0: every turn does.</param>
public sealed record Outline(Func<double, double, double> Distance, int Symmetry)
{
    private const double RingWidth = 0.38, SquareSide = 0.8, StarWaist = 0.45, CrossArm = 0.3;
    private const double Reach = 1.4;       // no shape goes farther from its middle

    /// <summary>Those that the small models learned.</summary>
    public static IReadOnlyList<string> Learned { get; } = ["circle", "square", "triangle", "star", "ring", "heart"];

    /// <summary>All, by name.</summary>
    public static IReadOnlyDictionary<string, Outline> All { get; } = new Dictionary<string, Outline>
    {
        ["circle"] = new((x, y) => Length(x, y) - 1, 0),
        ["square"] = new(Polygon.Distance(Rectangle(SquareSide)), 4),
        ["triangle"] = new(Polygon.Distance(Regular(3)), 3),
        ["star"] = new(Polygon.Distance(Star(5)), 5),
        ["ring"] = new((x, y) => Math.Abs(Length(x, y) - (1 - (RingWidth / 2))) - (RingWidth / 2), 0),
        ["heart"] = new(Polygon.Distance(Heart(40)), 1),
        ["diamond"] = new(Polygon.Distance([(0, -1), (0.65, 0), (0, 1), (-0.65, 0)]), 2),
        ["cross"] = new(Polygon.Distance(Cross(CrossArm)), 4),
    };

    /// <summary>How much of a pixel the shape covers, 0 to 1.</summary>
    /// <param name="x">Of the pixel's middle, from the middle of the shape.</param>
    /// <param name="y">Likewise.</param>
    /// <param name="radius">In pixels.</param>
    /// <param name="angle">By which the shape is turned clockwise, in radians.</param>
    public double Coverage(double x, double y, double radius, double angle)
    {
        if (Length(x, y) > (Reach * radius) + 1)
            return 0;
        var (sin, cos) = Math.SinCos(angle);
        return Math.Clamp(
            0.5 - (Distance(((cos * x) + (sin * y)) / radius, ((cos * y) - (sin * x)) / radius) * radius), 0, 1);
    }

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private static (double X, double Y)[] Rectangle(double side) => [(-side, -side), (side, -side), (side, side), (-side, side)];

    private static (double X, double Y)[] Regular(int corners) =>
        [.. Enumerable.Range(0, corners).Select(i => OnCircle(1, (double)i / corners))];

    private static (double X, double Y)[] Star(int points) =>
        [.. Enumerable.Range(0, 2 * points).Select(i => OnCircle(i % 2 == 0 ? 1 : StarWaist, i / (2.0 * points)))];

    // From the top, clockwise.
    private static (double X, double Y) OnCircle(double radius, double turn)
    {
        var (sin, cos) = Math.SinCos(turn * 2 * Math.PI);
        return (radius * sin, -radius * cos);
    }

    private static (double X, double Y)[] Heart(int corners) =>
    [
        .. Enumerable.Range(0, corners).Select(i =>
        {
            double t = 2 * Math.PI * i / corners, sin = Math.Sin(t);
            double y = (13 * Math.Cos(t)) - (5 * Math.Cos(2 * t)) - (2 * Math.Cos(3 * t)) - Math.Cos(4 * t);
            return (16 * sin * sin * sin / 16, -(y + 2.5) / 16);
        }),
    ];

    private static (double X, double Y)[] Cross(double arm) =>
    [
        (-arm, -1), (arm, -1), (arm, -arm), (1, -arm), (1, arm), (arm, arm),
        (arm, 1), (-arm, 1), (-arm, arm), (-1, arm), (-1, -arm), (-arm, -arm),
    ];
}
