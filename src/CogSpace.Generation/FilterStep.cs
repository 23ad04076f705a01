namespace CogSpace.Generation;

/// <summary>A stage that frames go through, and what it was made from.</summary>
/// <param name="Stage">Changes frames.</param>
/// <param name="WeightsFile">Null where it needs none.</param>
/// <param name="Factor">Pixels of the result for each pixel in one direction, or frames for each frame.</param>
public sealed record FilterStep(IFrameStage Stage, string? WeightsFile, int Factor);
