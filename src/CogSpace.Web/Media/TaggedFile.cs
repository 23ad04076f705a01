using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Media;

/// <summary>A file as an answer that browsers can ask for in parts, and need not fetch again while it is the same.</summary>
internal static class TaggedFile
{
    /// <param name="file">One that is there.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="downloadName">What the browser saves it as; null: it is shown.</param>
    public static IResult Send(FileInfo file, string mediaType, string? downloadName = null) => Results.File(
        file.FullName, mediaType, downloadName, file.LastWriteTimeUtc,
        new EntityTagHeaderValue($"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\""), enableRangeProcessing: true);
}
