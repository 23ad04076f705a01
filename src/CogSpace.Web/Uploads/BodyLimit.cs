using Microsoft.AspNetCore.Http.Features;

namespace CogSpace.Web.Uploads;

/// <summary>How large the body of a request may be where the server's own limit is for other requests.</summary>
internal static class BodyLimit
{
    /// <param name="context">A request whose body was not read yet.</param>
    /// <param name="bytes">null: no limit, because the one who reads it has a limit and says so.</param>
    public static void LimitBody(this HttpContext context, long? bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = bytes;
    }
}
