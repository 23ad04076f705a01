namespace CogSpace.Generation;

/// <summary>A stage that frames go through, and what it was made from.</summary>
/// <param name="Filter">Changes frames.</param>
/// <param name="WeightsFile">Null where it needs none.</param>
/// <param name="Factor">Pixels of the result for each pixel in one direction, or frames for each frame.</param>
public sealed record FilterStep(IFrameStage Filter, string? WeightsFile, int Factor);
