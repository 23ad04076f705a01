namespace CogSpace.Web.Components.Studio.Examples;

/// <summary>A picture or video in wwwroot/examples to begin with, and what to ask for.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Poster">A picture of it.</param>
/// <param name="Prompt">Fits the file and the model.</param>
/// <param name="Seed">One that shows it well.</param>
public sealed record ExampleSource(string File, string Poster, string Prompt, ulong Seed)
{
    public const string TinyImageModel = "cogspace-tiny-i2v";

    /// <summary>make-examples.sh draws it.</summary>
    public static ExampleSource TinyImage { get; } =
        new("pink-heart.png", "pink-heart.png", "a pink heart moves from left to right on a sky background", 3);

    public static ExampleSource TinyVideo { get; } =
        new("circle-left.mp4", "circle-left.jpg", "a large red circle moves from right to left on a green background", 19);
}
