namespace CogSpace.PostProcess.Networks;

/// <summary>What a network is good for.</summary>
public enum NetworkKind
{
    /// <summary>It draws the frame between two frames.</summary>
    Interpolation,

    /// <summary>It draws a frame with more pixels.</summary>
    Upscaling,
}
