using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Owners;

/// <summary>The token that our page has and other sites' pages do not.</summary>
internal static class PageToken
{
    /// <summary>Whether a request carries it in its header: another site's form could bring its own in the body.</summary>
    public static async Task<bool> IsValidAsync(HttpContext context)
    {
        string header = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.HeaderName!;
        return context.Request.Headers.ContainsKey(header)
            && await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
    }
}
