using CogSpace.Web.Components.Studio.Form;

namespace CogSpace.Web.Components.Studio.Examples;

/// <summary>What a visitor should know of a model before asking it for something.</summary>
/// <param name="Limits">What it can draw and what it cannot.</param>
/// <param name="Prompts">Sentences from its domain.</param>
/// <param name="Clips">Videos that it has made.</param>
/// <param name="Example">A picture, or for a model without pictures a video, to try it with.</param>
public sealed record ModelGuide(
    string Limits, IReadOnlyList<string> Prompts, IReadOnlyList<ExampleClip> Clips, ExampleSource Example)
{
    private static readonly IReadOnlyList<string> VideoPrompts =
    [
        "a large blue circle moves from right to left on a green background",
        "a large black circle moves from right to left on a yellow background",
        "a large red square moves from right to left on a green background",
    ];

    private static readonly ModelGuide Tiny = new(
        "The model behind this page is tiny. It draws one plain shape (circle, square, triangle, ring or heart) that " +
        "moves over a plain background. Stars come out as blobs, spinning hardly shows, and anything else becomes " +
        "one of these shapes.",
        [
            "a red circle moves from left to right on a white background",
            "a large blue square moves up on a yellow background",
            "a purple ring moves in a circle on a sky background",
            "a large orange triangle shrinks on a black background",
            "a green circle bounces on a sunset background",
        ],
        ExampleClip.OfTinyModel,
        ExampleSource.TinyVideo);

    private static readonly ModelGuide TinyImage = new(
        "The model behind this tab is tiny. It knows pictures of one plain shape (circle, square, triangle, ring or " +
        "heart) on a plain background, and makes the shape move. Say in the prompt what the picture shows. It does not " +
        "understand photographs.",
        [
            "a pink heart moves from left to right on a sky background",
            "a pink heart grows on a sky background",
            "a pink heart bounces on a sky background",
            "a large yellow ring shrinks on a blue background",
        ],
        [],
        ExampleSource.TinyImage);

    /// <summary>Prompts for the video tab describe the example clip in other words.</summary>
    public IReadOnlyList<string> PromptsFor(StudioTab tab) => tab == StudioTab.Video ? VideoPrompts : Prompts;

    /// <returns>null for a model that we have nothing to say about.</returns>
    public static ModelGuide? For(string? model) => model switch
    {
        ExampleClip.TinyModel => Tiny,
        ExampleSource.TinyImageModel => TinyImage,
        _ => null,
    };
}
