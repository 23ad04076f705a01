namespace CogSpace.Web.Examples;

/// <summary>A picture or video beside a model to begin with, and what to ask for.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Poster">A picture of it.</param>
/// <param name="Prompt">Fits the file and the model.</param>
/// <param name="Seed">One that shows it well.</param>
public sealed record ExampleSource(string File, string Poster, string Prompt, ulong Seed);
