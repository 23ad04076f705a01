namespace CogSpace;

/// <summary>Frames of one size in their order, and how fast they follow each other.</summary>
/// <param name="Frames">At least one.</param>
/// <param name="FramesPerSecond">Above 0; of no meaning for a single picture.</param>
public sealed record VideoClip(IReadOnlyList<Frame> Frames, double FramesPerSecond);
