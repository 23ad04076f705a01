using System.Text.Json.Serialization;

namespace CogSpace;

/// <summary>What can be said of a video without decoding its pictures.</summary>
/// <param name="Width">In pixels, as it is shown: after rotation.</param>
/// <param name="Height">In pixels, as it is shown: after rotation.</param>
/// <param name="Frames">How many there are when they follow each other at a constant rate.</param>
/// <param name="FramesPerSecond">That rate, above 0.</param>
public sealed record VideoInfo(int Width, int Height, int Frames, double FramesPerSecond)
{
    [JsonIgnore]
    public double Seconds => Frames / FramesPerSecond;
}
