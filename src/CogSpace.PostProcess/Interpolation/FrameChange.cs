namespace CogSpace.PostProcess.Interpolation;

/// <summary>What happens between two frames that follow each other.</summary>
internal enum FrameChange
{
    /// <summary>Things move or fade: the frames in between are drawn.</summary>
    Motion,

    /// <summary>Nothing happens: the first frame is shown for longer.</summary>
    Same,

    /// <summary>The scene changes, or a light flashes: the first frame is shown for longer; nothing lies between.</summary>
    Cut,
}
