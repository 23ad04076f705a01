namespace CogSpace.PostProcess.Media;

/// <summary>What the ending of a video's name says that the file is to be; a name without one is an MP4.</summary>
public static class VideoFileName
{
    private static readonly string[] Mp4Endings = [".mp4", ".m4v", ""];

    private static readonly Dictionary<string, VideoFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".gif"] = VideoFormat.Gif,
        [".webm"] = VideoFormat.WebM,
        [".webp"] = VideoFormat.WebP,
    };

    /// <summary>Finds out before frames are made that no video can be written under a name.</summary>
    /// <exception cref="InvalidRequestException">Its ending names no format that is written.</exception>
    public static void Check(string path)
    {
        if (path.Length > 0 && FormatOf(path) is null && !HoldsH264(path))
            throw new InvalidRequestException(
                $"Cannot write {path}: the name of a video has to end in .mp4, .mkv, .webm, .gif or .webp.");
    }

    /// <summary>Whether it becomes an MP4 or Matroska file of H.264, from which other formats can be made.</summary>
    public static bool HoldsH264(string path) => IsMatroska(path) || Mp4Endings.Contains(Ending(path));

    /// <returns>Null: H.264 in an MP4 or in Matroska.</returns>
    internal static VideoFormat? FormatOf(string path) =>
        Formats.TryGetValue(Path.GetExtension(path), out var format) ? format : null;

    internal static bool IsMatroska(string path) => Ending(path) == ".mkv";

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();
}
