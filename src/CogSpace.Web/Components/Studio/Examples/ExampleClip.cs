namespace CogSpace.Web.Components.Studio.Examples;

/// <summary>A finished video in wwwroot/examples, with the recipe that makes it again: 50 steps at guidance 6.</summary>
/// <param name="Name">The file's name; it lies there as .mp4 and .jpg. make-examples.sh writes both.</param>
/// <param name="Prompt">As it was given.</param>
/// <param name="Seed">As it was given.</param>
public sealed record ExampleClip(string Name, string Prompt, ulong Seed)
{
    public const string TinyModel = "cogspace-tiny";

    public const int Steps = 50;

    public const int Guidance = 6;

    /// <summary>What makes it again.</summary>
    public GenerationRequest Request => new TextToVideo
    {
        Prompt = Prompt,
        Seed = Seed,
        Steps = Steps,
        Guidance = Guidance,
    };

    public static IReadOnlyList<ExampleClip> OfTinyModel { get; } =
    [
        new("heart-grows", "a large red heart grows on a white background", 11),
        new("ring-circles", "a pink ring moves in a circle on a black background", 5),
        new("circle-left", "a large white circle moves from right to left on a green background", 19),
        new("triangle-rises", "a large orange triangle moves up on a black background", 8),
        new("ring-bounces", "a large yellow ring bounces on a blue background", 2),
        new("square-sinks", "a large blue square moves down on a yellow background", 31),
    ];
}
