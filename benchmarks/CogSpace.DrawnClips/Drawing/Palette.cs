namespace CogSpace.DrawnClips.Drawing;

/// <summary>The colours that shapes can have, by name.</summary>
public static class Palette
{
    /// <summary>Those that the small models learned.</summary>
    public static IReadOnlyList<string> Learned { get; } =
        ["red", "orange", "yellow", "green", "blue", "purple", "pink", "white", "black"];

    /// <summary>All, with those that a LoRA can add.</summary>
    public static IReadOnlyDictionary<string, Colour> All { get; } = new Dictionary<string, Colour>
    {
        ["red"] = new(225, 30, 35),
        ["orange"] = new(250, 145, 20),
        ["yellow"] = new(250, 225, 45),
        ["green"] = new(20, 180, 60),
        ["blue"] = new(20, 50, 230),
        ["purple"] = new(140, 45, 175),
        ["pink"] = new(255, 120, 185),
        ["white"] = new(250, 250, 250),
        ["black"] = new(10, 10, 10),
        ["cyan"] = new(20, 215, 225),
        ["brown"] = new(120, 70, 30),
    };

    /// <summary>The name of the colour that is nearest.</summary>
    public static string NameOf(Colour colour) => All.MinBy(named => named.Value.Distance(colour)).Key;
}
