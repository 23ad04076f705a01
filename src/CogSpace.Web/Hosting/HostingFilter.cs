using CogSpace.Web.Health;
using CogSpace.Web.Languages;
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

            app.UseLanguages();       // before anything can be refused
            var headers = new SecurityHeaders(hosting);
            app.Use((context, then) => headers.InvokeAsync(context, then));
            app.UseHsts();            // of answers over https alone, and not for localhost
            app.UseExceptionHandler(_ => { });
            if (hosting.AllowedHosts.Count > 0)
                app.Use((context, then) => IsAllowed(context.Request, hosting) ? then(context) : RefuseHostAsync(context));
            app.Use((context, then) =>
            {
                // Where a page can be had, so can its head; the server itself leaves the body out.
                if (HttpMethods.IsHead(context.Request.Method) && IsPage(context.Request.Path))
                    context.Request.Method = HttpMethods.Get;
                return then(context);
            });
            next(app);
        };

    // Probes ask by whatever address they find.
    private static bool IsAllowed(HttpRequest request, HostingOptions hosting) =>
        HostPattern.MatchesAny(hosting.AllowedHosts, request.Host.Host)
        || request.Path == ServerHealth.Alive || request.Path == ServerHealth.Ready;

    private static bool IsPage(PathString path) =>
        path == "/" || path.StartsWithSegments("/job") || path.StartsWithSegments("/share")
        || path == "/gallery";

    private static Task RefuseHostAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync("This server does not answer to that name.");
    }
}
