namespace CogSpace.PostProcess.Interpolation;

/// <summary>How two frames that follow each other are related.</summary>
internal enum PairKind
{
    /// <summary>Things moved: the frame between them is drawn.</summary>
    Ordinary,

    /// <summary>Nothing moved: the first is shown for longer.</summary>
    Identical,

    /// <summary>The scene changed: the first is shown for longer, because nothing lies between them.</summary>
    Different,
}
