namespace CogSpace;

/// <summary>What a finished MP4 can become.</summary>
public enum VideoFormat
{
    /// <summary>Shown everywhere, large and of 256 colours.</summary>
    Gif,

    /// <summary>VP9, and Opus where there is sound.</summary>
    WebM,

    /// <summary>An animated picture, smaller than a GIF and of all colours.</summary>
    WebP,
}
