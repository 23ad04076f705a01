using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Hosting;

/// <summary>Which site's page a browser sends a request for.</summary>
internal static class PageOrigin
{
    /// <returns>null where the request does not say: browsers do, for every live connection.</returns>
    public static string? Of(HttpRequest request) =>
        request.Headers[HeaderNames.Origin] is [{ Length: > 0 } origin] ? origin : null;

    /// <summary>
    /// Whether the page comes from the host that was asked, an allowed host, or a site that may frame it. Ports do not count:
    /// a proxy may listen on another one.
    /// </summary>
    public static bool IsOurs(HttpRequest request, HostingOptions hosting)
    {
        if (Of(request) is not { } origin)
            return request.Headers[HeaderNames.Origin].Count == 0;
        return Uri.TryCreate(origin, UriKind.Absolute, out var site)
            && (
                site.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
                || HostPattern.MatchesAny(hosting.AllowedHosts, site.Host)
                || hosting.FrameAncestors.Any(frame => IsSite(frame, site))
            );
    }

    // "https://*.hf.space" and "https://huggingface.co"
    private static bool IsSite(string frame, Uri site) =>
        frame.Split("://") is [var scheme, var host]
        && scheme.Equals(site.Scheme, StringComparison.OrdinalIgnoreCase)
        && HostPattern.Matches(host, host.Contains(':', StringComparison.Ordinal) ? site.Authority : site.Host);
}
