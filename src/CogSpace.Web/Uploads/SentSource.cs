using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Uploads;

/// <summary>A picture or video on its way back to the browser that it came from.</summary>
internal static class SentSource
{
    /// <returns>The file, as what it was found to be and never as something that a browser would run.</returns>
    public static IResult Of(HttpResponse response, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || SourceFormat.OfFile(file.Name) is not { } format)
            return Results.Text("There is no such file, or it has expired.", statusCode: StatusCodes.Status404NotFound);
        response.Headers.CacheControl = "private, no-cache";       // asked again each time, so that what was deleted is gone
        response.Headers.XContentTypeOptions = "nosniff";
        var tag = new EntityTagHeaderValue($"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
        return Results.File(path, format.MediaType, null, file.LastWriteTimeUtc, tag, enableRangeProcessing: true);
    }
}
