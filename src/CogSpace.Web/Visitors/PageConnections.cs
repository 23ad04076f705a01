using CogSpace.Web.Hosting;
using CogSpace.Web.Languages;
using CogSpace.Web.Operations;
using CogSpace.Web.Owners;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Visitors;

/// <summary>Lets a page open its live connection if it is a page of this server and its visitor has a place for it.</summary>
internal sealed class PageConnections(
    LivePages pages, ServerMeter meter, IOptions<HostingOptions> hosting, ILogger<PageConnections> log) : IMiddleware
{
    /// <summary>Where pages open them.</summary>
    public const string Address = "/_blazor";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(Address, out var rest))
        {
            await next(context);
            return;
        }

        if (!PageOrigin.IsOurs(request, hosting.Value))
        {
            log.LogWarning(
                "A live connection from a page of {Origin} to {Host} was refused. If a proxy shows this server there, name it " +
                "in {Proxies} and have it send X-Forwarded-Host, or name the host in {Hosts}",
                PageOrigin.Of(request), request.Host, $"{HostingOptions.Section}__{nameof(HostingOptions.TrustedProxies)}",
                $"{HostingOptions.Section}__{nameof(HostingOptions.AllowedHosts)}"
            );
            meter.Refused("page", RefusalReason.Origin);
            await context.SayAsync(
                StatusCodes.Status403Forbidden, "This connection was not opened by a page of this server.");
            return;
        }

        // Whatever the transport, the request that brings messages to the page lasts as long as the page listens.
        bool listens = rest.Value is null or "" or "/";
        if (!listens || HttpMethods.IsPost(request.Method) || HttpMethods.IsDelete(request.Method))
        {
            await next(context);
            return;
        }

        var visitor = context.RequestServices.GetRequiredService<OwnerContext>().Visitor;
        using var page = pages.Open(visitor, context.Abort);
        if (page is not null)
        {
            await next(context);
            return;
        }

        meter.Refused("page", RefusalReason.Share);
        await context.SayAsync(
            StatusCodes.Status429TooManyRequests,
            "Too many pages are open. Please close one that you do not need, or try again later.");
    }
}
