namespace CogSpace.DrawnClips.Drawing;

/// <summary>How a shape moves.</summary>
/// <param name="Place">
/// From the time, 0 to 1, and how far the shape may go from the middle to the sides and up and down before it touches the edge.
/// </param>
/// <param name="Phrases">What a caption says; the first is the plainest.</param>
public sealed record Motion(Func<double, double, double, Placement> Place, params IReadOnlyList<string> Phrases)
{
    private const double Edge = 3;          // pixels between a shape and the edge of the picture
    private const double LeastScale = 0.5, MostScale = 1.6;

    /// <summary>Those that the small models learned.</summary>
    public static IReadOnlyList<string> Learned { get; } =
        ["right", "left", "up", "down", "bounces", "grows", "shrinks", "spins", "circles", "still"];

    /// <summary>All, by name.</summary>
    public static IReadOnlyDictionary<string, Motion> All { get; } = new Dictionary<string, Motion>
    {
        ["right"] = new((t, x, _) => new(x * ((2 * t) - 1), 0), "moves from left to right", "moves to the right"),
        ["left"] = new((t, x, _) => new(x * (1 - (2 * t)), 0), "moves from right to left", "moves to the left"),
        ["up"] = new((t, _, y) => new(0, y * (1 - (2 * t))), "moves up", "rises"),
        ["down"] = new((t, _, y) => new(0, y * ((2 * t) - 1)), "moves down", "falls"),
        ["bounces"] = new(
            (t, _, y) => new(0, y * (1 - (2 * Math.Abs(Math.Sin(3 * Math.PI * t))))), "bounces", "bounces up and down"),
        ["grows"] = new((t, _, _) => new(0, 0, Between(LeastScale, MostScale, t)), "grows", "gets bigger"),
        ["shrinks"] = new((t, _, _) => new(0, 0, Between(MostScale, LeastScale, t)), "shrinks", "gets smaller"),
        ["spins"] = new((t, _, _) => new(0, 0, Angle: 2 * Math.PI * t), "spins", "turns around"),
        ["circles"] = new(
            (t, _, y) => new(y * Math.Sin(2 * Math.PI * t), -y * Math.Cos(2 * Math.PI * t)), "moves in a circle"),
        ["still"] = new((_, _, _) => new(0, 0), "stays still", "does not move"),
        ["swings"] = new(
            (t, x, _) => new(x * Math.Sin(4 * Math.PI * t), 0), "swings from side to side", "swings to and fro"),
        ["sinks across"] = new((t, x, y) => new(x * ((2 * t) - 1), y * ((2 * t) - 1)), "moves down to the right"),
        ["climbs across"] = new((t, x, y) => new(x * ((2 * t) - 1), y * (1 - (2 * t))), "moves up to the right"),
        ["pulses"] = new(
            (t, _, _) => new(0, 0, 1 - (0.4 * Math.Cos(4 * Math.PI * t))), "pulses", "grows and shrinks again"),
    };

    /// <summary>How far a shape may go from the middle of a picture, or of a part of one.</summary>
    public static (double X, double Y) Room(double radius, double width, double height) =>
        ((width / 2) - radius - Edge, (height / 2) - radius - Edge);

    private static double Between(double from, double to, double part) => from + ((to - from) * part);
}

/// <summary>Where a shape is, from the middle of the picture in pixels, how large, and how it is turned, in radians.</summary>
public readonly record struct Placement(double X, double Y, double Scale = 1, double Angle = 0);
