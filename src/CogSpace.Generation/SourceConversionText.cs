namespace CogSpace.Generation;

/// <summary>What was done to a source when it was read, in words.</summary>
public static class SourceConversionText
{
    /// <returns>A phrase for each thing that was done.</returns>
    public static IEnumerable<string> Of(SourceConversion? conversion)
    {
        if (conversion?.Deinterlaced == true)
            yield return "deinterlaced";
        if (conversion?.Colour is { } colour)
            yield return colour switch
            {
                SourceColour.Pq => "converted from HDR (PQ)",
                SourceColour.Hlg => "converted from HDR (HLG)",
                _ => "converted from a wide gamut",
            };
    }
}
