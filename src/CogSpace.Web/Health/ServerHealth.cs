using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CogSpace.Web.Health;

/// <summary>/healthz: the process answers. /readyz: a job that is sent now would be made.</summary>
public static class ServerHealth
{
    internal const string Alive = "/healthz";
    internal const string Ready = "/readyz";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<ModelCheck>("model")
            .AddCheck<WorkerCheck>("worker")
            .AddCheck<FfmpegCheck>("ffmpeg")
            .AddCheck<DataFolderCheck>("data");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(Alive, new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    // {"status":"Unhealthy","checks":{"model":"The model is being loaded."}}
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description),
    });
}
