namespace CogSpace.DrawnClips.Drawing;

/// <summary>What is behind the shapes: a colour at the upper edge that becomes another at the lower edge.</summary>
public sealed record Backdrop(Colour Top, Colour Bottom)
{
    private Backdrop(double r, double g, double b)
        : this(new(r, g, b), new(r, g, b))
    {
    }

    /// <summary>Those that the small models learned.</summary>
    public static IReadOnlyList<string> Learned { get; } =
        ["white", "black", "gray", "green", "blue", "yellow", "sunset", "sky"];

    /// <summary>All, by name.</summary>
    public static IReadOnlyDictionary<string, Backdrop> All { get; } = new Dictionary<string, Backdrop>
    {
        ["white"] = new(250, 250, 250),
        ["black"] = new(10, 10, 10),
        ["gray"] = new(128, 128, 128),
        ["green"] = new(70, 165, 85),
        ["blue"] = new(60, 110, 200),
        ["yellow"] = new(245, 225, 115),
        ["sunset"] = new(new(75, 40, 115), new(255, 150, 70)),
        ["sky"] = new(new(76, 151, 235), new(219, 239, 255)),
        ["dawn"] = new(new(255, 235, 160), new(245, 130, 160)),
        ["ocean"] = new(new(130, 220, 225), new(10, 40, 90)),
        ["meadow"] = new(new(150, 205, 255), new(60, 140, 50)),
        ["night"] = new(new(5, 5, 20), new(60, 50, 120)),
    };

    /// <param name="height">0 is the upper edge, 1 the lower.</param>
    public Colour At(double height) => Top.Mix(Bottom, Math.Clamp(height, 0, 1));

    /// <summary>How well a colour stands out where it does so least.</summary>
    public double Contrast(Colour colour) =>
        Enumerable.Range(0, 9).Min(i => At(i / 8.0).Distance(colour));

    /// <summary>The name of the backdrop that is nearest.</summary>
    public string Name => All.MinBy(named => named.Value.Top.Distance(Top) + named.Value.Bottom.Distance(Bottom)).Key;
}
