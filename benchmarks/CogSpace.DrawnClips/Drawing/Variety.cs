namespace CogSpace.DrawnClips.Drawing;

/// <summary>What clips are drawn at random from.</summary>
public sealed record Variety
{
    private const double LeastContrast = 70, MostOffset = 0.3, ScaleSpread = 0.03;

    /// <summary>Everything that is drawn, one shape a clip.</summary>
    public static Variety Everything { get; } = new()
    {
        Shapes = [.. Outline.All.Keys],
        Colours = [.. Palette.All.Keys],
        Backdrops = [.. Backdrop.All.Keys],
        Motions = [.. Motion.All.Keys],
    };

    public IReadOnlyList<string> Shapes { get; init; } = Outline.Learned;

    public IReadOnlyList<string> Colours { get; init; } = Palette.Learned;

    public IReadOnlyList<string> Backdrops { get; init; } = Backdrop.Learned;

    public IReadOnlyList<string> Motions { get; init; } = Motion.Learned;

    /// <summary>The part of clips that have two shapes, 0 to 1.</summary>
    public double Pairs { get; init; }

    /// <summary>A clip in which every shape stands out from what is behind it.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public DrawnClip Next(Random random)
    {
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            int count = random.NextDouble() < Pairs ? 2 : 1;
            var clip = new DrawnClip(
                [.. Enumerable.Range(0, count).Select(_ => NextObject(random, alone: count == 1))], Choose(Backdrops, random));
            if (IsPlain(clip))
                return clip;
        }

        throw new InvalidOperationException("No colour stands out from a background, or no shape can move so.");
    }

    /// <summary>Whether a colour can be told from a background everywhere.</summary>
    public static bool StandsOut(string colour, string backdrop) =>
        colour != backdrop && Backdrop.All[backdrop].Contrast(Palette.All[colour]) >= LeastContrast;

    private DrawnObject NextObject(Random random, bool alone) =>
        new(Choose(Shapes, random), Choose(Colours, random), Choose(Motions, random))
        {
            Size = alone ? Choose(["", "", "small", "large"], random) : "small",
            Scale = 1 + Spread(random, ScaleSpread),
            Offset = (Spread(random, MostOffset), Spread(random, MostOffset)),
        };

    // A circle that turns looks as one that does not, and two shapes of one colour are hard to tell apart.
    private static bool IsPlain(DrawnClip clip) =>
        clip.Objects.All(thing =>
            StandsOut(thing.Colour, clip.Backdrop)
            && !(thing.Motion == "spins" && Outline.All[thing.Shape].Symmetry == 0))
        && clip.Objects.Select(thing => thing.Colour).Distinct().Count() == clip.Objects.Count;

    private static double Spread(Random random, double most) => most * ((2 * random.NextDouble()) - 1);

    private static string Choose(IReadOnlyList<string> words, Random random) => words[random.Next(words.Count)];
}
