namespace CogSpace.PostProcess.Interpolation;

/// <summary>How the interpolator decides what happens between two frames.</summary>
internal enum ChangeRule
{
    /// <summary>By <see cref="FrameComparison"/>: frames are held within coding noise and at cuts.</summary>
    Measured,

    /// <summary>As the reference does, by its structural similarity alone.</summary>
    Reference,
}
