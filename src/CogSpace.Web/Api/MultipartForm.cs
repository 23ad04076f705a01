using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Api;

/// <summary>Forms with files, which are read part by part because a file may be larger than memory.</summary>
internal static class MultipartForm
{
    private const int LongestBoundary = 70;       // RFC 2046

    /// <summary>Begins to read one. The limits of its files are those of the one who takes them.</summary>
    /// <returns>null: the body is not such a form, or does not say what its parts are divided by.</returns>
    public static MultipartReader? Open(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var media)
            || !media.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(media.Boundary).Value is not { Length: > 0 and <= LongestBoundary } boundary)
            return null;
        context.LimitBody(null);
        return new MultipartReader(boundary, context.Request.Body);
    }
}
