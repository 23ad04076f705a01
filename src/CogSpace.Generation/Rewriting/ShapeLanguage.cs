namespace CogSpace.Generation.Rewriting;

/// <summary>The sentences that the small models in models/ understand: one shape that moves over a background.</summary>
internal static class ShapeLanguage
{
    public const string Rules =
        "The model is tiny and understands one form of sentence only: " +
        "\"a [large] COLOUR SHAPE MOTION on a BACKGROUND background\".\n" +
        "Colours: red, orange, yellow, green, blue, purple, pink, white, black. " +
        "Shapes: circle, square, triangle, ring, heart.\n" +
        "Motions: moves from left to right, moves from right to left, moves up, moves down, moves in a circle, bounces, " +
        "grows, shrinks, stays still.\n" +
        "Backgrounds: white, black, gray, green, blue, yellow, sunset, sky; in another colour than the shape.\n" +
        "Answer with one such sentence, whatever the idea is: the one that comes nearest to it. " +
        "Camera, light and all else are unknown to it.";

    public static IReadOnlyList<PromptExample> Examples { get; } =
    [
        new("ball goes right", "a large red circle moves from left to right on a white background"),
        new("a dog jumps around in the evening", "a large orange circle bounces on a sunset background"),
        new("ein blaues Dreieck steigt auf", "a blue triangle moves up on a yellow background"),
    ];

    /// <param name="model">The name of a model.</param>
    public static bool IsSpokenBy(string? model) => model is "cogspace-tiny" or "cogspace-tiny-i2v";
}
