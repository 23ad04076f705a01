namespace CogSpace;

/// <summary>The sizes and lengths that are worth offering of what a model can make; the model's own come first.</summary>
/// <param name="Sizes">Width and height in pixels.</param>
/// <param name="Frames">Numbers of frames, the model's own first and then from few to many.</param>
/// <param name="FramesPerSecond">At which they are shown.</param>
public sealed record VideoShapes(
    IReadOnlyList<(int Width, int Height)> Sizes, IReadOnlyList<int> Frames, double FramesPerSecond);
