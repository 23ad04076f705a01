namespace CogSpace;

/// <summary>What had to be changed in a video's pictures before anything else could be made of them.</summary>
/// <param name="Colour">The colours that became BT.709; null: they were not converted.</param>
/// <param name="Deinterlaced">Whether its fields became one frame for each of its frames.</param>
public sealed record SourceConversion(SourceColour? Colour = null, bool Deinterlaced = false);
