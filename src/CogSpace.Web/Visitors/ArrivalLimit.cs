using CogSpace.Web.Hosting;
using CogSpace.Web.Languages;
using CogSpace.Web.Operations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Visitors;

/// <summary>
/// Refuses live connections of an address that opens them faster than people do, before anything else is done for them.
/// </summary>
internal sealed class ArrivalLimit(
    RefusalPause pause, ServerMeter meter, IOptions<HostingOptions> hosting, TimeProvider time) : IMiddleware
{
    /// <summary>Live connections that an address may open all at once: all its pages after a restart of the server.</summary>
    public const int Burst = 60;

    private const int PerSecond = 2;

    private readonly AddressRate _rate = new(Burst, PerSecond, time);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(PageConnections.Address) || !IsUpgrade(context))
        {
            await next(context);
            return;
        }

        string address = Visitor.AddressOf(context, hosting.Value);
        if (address == Visitor.ThisMachine || _rate.Take(address))
        {
            await next(context);
            return;
        }

        meter.Refused("page", RefusalReason.Share);
        await pause.WaitAsync(context.RequestAborted);
        if (context.RequestAborted.IsCancellationRequested)
            return;
        await context.SayAsync(
            StatusCodes.Status429TooManyRequests,
            "Pages are opened too fast from your internet connection. Please wait a minute.");
    }

    // Where a page listens without a WebSocket, it asks again for every message.
    private static bool IsUpgrade(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
