using Microsoft.Extensions.Options;

namespace CogSpace.Web.Hosting;

/// <summary>
/// Stands before everything else, so that it sees the visitor's address and scheme, and paths without the base.
/// </summary>
internal sealed class HostingFilter(IOptions<HostingOptions> options, ILogger<HostingFilter> log) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            var hosting = options.Value;
            if (hosting.TrustedProxies.Count > 0)
                app.UseForwardedHeaders();
            else if (hosting.IsFramed)
                log.LogWarning(
                    "{Frames} is set and {Proxies} is not: in a frame of another site the page needs https, which a " +
                    "proxy gives it. Name that proxy, or its visits look like http",
                    $"{HostingOptions.Section}__{nameof(HostingOptions.FrameAncestors)}",
                    $"{HostingOptions.Section}__{nameof(HostingOptions.TrustedProxies)}"
                );
            if (hosting.PathBase.Length > 0)
                app.UsePathBase(hosting.PathBase);

            string policy = $"frame-ancestors {string.Join(' ', ["'self'", .. hosting.FrameAncestors])}";
            app.Use((context, then) =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";       // addresses hold job ids
                return then(context);
            });
            next(app);
        };
}
