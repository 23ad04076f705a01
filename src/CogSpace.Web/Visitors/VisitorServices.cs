using CogSpace.Web.Estimates;
using CogSpace.Web.Hosting;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Visitors;

/// <summary>Registers what shares the server among its visitors.</summary>
public static class VisitorServices
{
    // A page that has lost its connection tries for about so long to get it back.
    private static readonly TimeSpan KeepLostPages = TimeSpan.FromMinutes(1);
    private const int LostPages = 50;

    /// <summary>Refuses what comes too fast from one address. Before everything that costs more.</summary>
    public static IApplicationBuilder UseArrivalLimits(this IApplicationBuilder app) =>
        app.UseMiddleware<ArrivalLimit>().UseRateLimiter();

    /// <summary>Refuses live connections of other sites' pages, and those of more pages than one visitor may have open.</summary>
    public static IApplicationBuilder UsePageLimits(this IApplicationBuilder app) => app.UseMiddleware<PageConnections>();

    internal static IServiceCollection AddFairShare(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<FairShareOptions>(configuration, FairShareOptions.Section);
        services.AddSingleton<ComputeJournal>();
        services.AddSingleton<ComputeLedger>();
        services.AddSingleton<SpeedFile>();
        services.AddSingleton<StageSpeeds>();
        services.AddSingleton<FairShare>();
        services.AddSingleton<LivePages>();
        services.AddSingleton<PageConnections>();
        services.AddSingleton<ArrivalLimit>();
        services.AddSingleton<RefusalPause>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ConnectionLimit>();
        services.AddRateLimiter(RequestRate.Limit);
        services.AddScoped<CircuitHandler, PageActivity>();
        services.Configure<CircuitOptions>(circuits =>
        {
            circuits.DisconnectedCircuitRetentionPeriod = KeepLostPages;
            circuits.DisconnectedCircuitMaxRetained = LostPages;
        });
        return services;
    }
}
