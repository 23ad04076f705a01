using CogSpace.DrawnClips.Drawing;

namespace CogSpace.DrawnClips.Judging;

/// <summary>What a clip shows, in the words of the drawing.</summary>
/// <param name="Backdrop">What is behind.</param>
/// <param name="Objects">From the top.</param>
public sealed record SeenClip(string Backdrop, IReadOnlyList<SeenObject> Objects)
{
    /// <summary>Whether colours, background and motions are those of a drawing; the shapes may differ.</summary>
    public bool Shows(DrawnClip drawn) =>
        Backdrop == drawn.Backdrop
        && Objects.Select(seen => (seen.Colour, seen.Motion))
            .SequenceEqual(drawn.Objects.Select(thing => (thing.Colour, thing.Motion)));

    public override string ToString() =>
        $"{string.Join(" and ", Objects.Select(seen => $"{seen.Colour} {seen.Shape}, {seen.Motion}"))}, on {Backdrop}";
}
