namespace CogSpace;

/// <summary>How long frames are shown in a video whose rate varies.</summary>
/// <param name="Shortest">Seconds between the two frames that follow each other most closely, above 0.</param>
/// <param name="Last">Seconds for which the last frame is shown.</param>
public sealed record FrameIntervals(double Shortest, double Last);
