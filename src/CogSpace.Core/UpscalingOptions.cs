using System.ComponentModel.DataAnnotations;

namespace CogSpace;

/// <summary>How frames are cut for upscaling.</summary>
public sealed class UpscalingOptions
{
    /// <summary>
    /// Width and height of a tile, in pixels of the frame. It is halved, down to 32, when memory runs out. The default cuts
    /// 720 x 480 into twelve, and keeps the largest network below 1.5 GB.
    /// </summary>
    [Range(32, 4096)]
    public int Tile { get; init; } = 208;

    /// <summary>Pixels that tiles share, over which one passes into the next. Less than half a tile counts.</summary>
    [Range(0, 512)]
    public int Overlap { get; init; } = 32;
}
