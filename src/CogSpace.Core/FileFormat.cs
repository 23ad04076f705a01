namespace CogSpace.PostProcess.Media.Formats;

/// <summary>What is inside a file, whatever its name says.</summary>
internal enum FileFormat
{
    /// <summary>Nothing that is read.</summary>
    Other,
    Png,
    Jpeg,
    Webp,
    Bmp,
    Gif,

    /// <summary>MP4, QuickTime and their relatives.</summary>
    Mp4,

    /// <summary>WebM too.</summary>
    Matroska,
    Avi,
}
