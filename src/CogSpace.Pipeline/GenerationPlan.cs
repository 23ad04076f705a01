namespace CogSpace.Pipeline;

/// <summary>A request that a model can carry out, with everything filled in that was left to the model.</summary>
/// <param name="Request">The request as it came.</param>
/// <param name="Frames">Frames that are denoised, 4k + 1.</param>
/// <param name="OutputFrames">Frames that the autoencoder makes of them.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="DynamicGuidance">Whether the guidance varies from step to step.</param>
/// <param name="FramesPerSecond">The rate that the model was trained on.</param>
/// <param name="Notes">What the person should know, a sentence each; empty mostly.</param>
public sealed record GenerationPlan(
    GenerationRequest Request,
    int Frames,
    int OutputFrames,
    int Width,
    int Height,
    bool DynamicGuidance,
    double FramesPerSecond,
    IReadOnlyList<string> Notes);
