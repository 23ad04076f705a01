using CogSpace.Web.Media;

namespace CogSpace.Web.Owners;

/// <summary>A visitor's file on its way to a browser that may have it.</summary>
internal static class OwnFile
{
    /// <param name="http">The request.</param>
    /// <param name="path">The file.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="missing">What is said when it was deleted just now.</param>
    /// <param name="downloadName">What the browser saves it as; null: it is shown.</param>
    public static IResult Send(HttpContext http, string path, string mediaType, string missing, string? downloadName = null)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return OwnResource.Missing(missing);
        http.Response.Headers.CacheControl = "private, no-cache";      // asked again each time, so that what was deleted is gone
        return TaggedFile.Send(file, mediaType, downloadName);
    }
}
