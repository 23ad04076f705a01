namespace CogSpace;

/// <summary>The pictures and videos that are read: what is inside a file, whatever its name says.</summary>
public enum FileFormat
{
    /// <summary>Nothing that is read.</summary>
    Other,
    Png,
    Jpeg,
    Webp,
    Bmp,
    Gif,

    /// <summary>MP4 and its relatives.</summary>
    Mp4,

    /// <summary>QuickTime.</summary>
    Mov,

    /// <summary>WebM too.</summary>
    Matroska,
    Avi,
}
