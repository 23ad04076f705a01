namespace CogSpace.DrawnClips.Judging;

/// <summary>A shape in a clip, in the words of the drawing.</summary>
public sealed record SeenObject(string Shape, string Colour, string Motion);
