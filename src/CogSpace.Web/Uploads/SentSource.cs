using CogSpace.Web.Owners;

namespace CogSpace.Web.Uploads;

/// <summary>A picture or video on its way back to the browser that it came from.</summary>
internal static class SentSource
{
    private const string Missing = "There is no such file, or it has expired.";

    /// <returns>The file, as what it was found to be and never as something that a browser would run.</returns>
    public static IResult Of(HttpContext http, string path)
    {
        if (SourceFormat.OfFile(Path.GetFileName(path)) is not { } format)
            return OwnResource.Missing(Missing);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return OwnFile.Send(http, path, format.MediaType, Missing);
    }
}
