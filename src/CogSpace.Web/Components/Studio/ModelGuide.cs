namespace CogSpace.Web.Components.Studio;

/// <summary>What a visitor should know of a model before asking it for something.</summary>
/// <param name="Limits">What it can draw and what it cannot.</param>
/// <param name="Prompts">Sentences from its domain.</param>
/// <param name="Clips">Videos that it has made.</param>
public sealed record ModelGuide(string Limits, IReadOnlyList<string> Prompts, IReadOnlyList<ExampleClip> Clips)
{
    private static readonly ModelGuide Tiny = new(
        "The model behind this page is tiny. It draws one plain shape (circle, square, triangle, ring or heart) that moves over a plain background. Stars turn out as blobs, spinning is hardly seen, and whatever else you ask for becomes some shape or other.",
        [
            "a red circle moves from left to right on a white background",
            "a large blue square moves up on a yellow background",
            "a purple ring moves in a circle on a sky background",
            "a large orange triangle shrinks on a black background",
            "a green circle bounces on a sunset background",
        ],
        ExampleClip.OfTinyModel);

    /// <returns>null for a model that we have nothing to say about.</returns>
    public static ModelGuide? For(string? model) => model == ExampleClip.TinyModel ? Tiny : null;
}
