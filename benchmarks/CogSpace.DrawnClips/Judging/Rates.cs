using System.Globalization;
using CogSpace.DrawnClips.Drawing;

namespace CogSpace.DrawnClips.Judging;

/// <summary>How often what is seen is what should be: the part of all objects, or of all backgrounds, 0 to 1.</summary>
public sealed record Rates(double Shape, double Colour, double Backdrop, double Motion)
{
    /// <param name="clips">What should be seen, and what was.</param>
    public static Rates Of(IReadOnlyCollection<(DrawnClip Drawn, SeenClip Seen)> clips)
    {
        var objects = clips.SelectMany(clip => clip.Drawn.Objects.Zip(clip.Seen.Objects)).ToList();
        return new Rates(
            objects.Average(pair => pair.First.Shape == pair.Second.Shape ? 1.0 : 0),
            objects.Average(pair => pair.First.Colour == pair.Second.Colour ? 1.0 : 0),
            clips.Average(clip => clip.Drawn.Backdrop == clip.Seen.Backdrop ? 1.0 : 0),
            objects.Average(pair => pair.First.Motion == pair.Second.Motion ? 1.0 : 0));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"shape {Shape:0.0 %}, colour {Colour:0.0 %}, background {Backdrop:0.0 %}, motion {Motion:0.0 %}");
}
