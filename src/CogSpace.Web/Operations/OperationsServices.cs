using CogSpace.Web.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Console;

namespace CogSpace.Web.Operations;

/// <summary>Registers what the host of the server sees and does.</summary>
public static class OperationsServices
{
    /// <summary>/metrics and who the operator is. Before everything that needs to know.</summary>
    public static void UseOperators(this WebApplication app)
    {
        app.UseMiddleware<OperatorCookie>();
        app.UseMetricsPage();
    }

    /// <summary>Login and logout of the operator.</summary>
    public static void MapOperations(this IEndpointRouteBuilder endpoints) => endpoints.MapOperator();

    internal static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<OperationsOptions>(configuration, OperationsOptions.Section);
        services.AddMetrics();
        services.AddSingleton<ServerMeter>();
        services.AddSingleton<ServerDisk>();
        services.AddHostedService<JobTelemetry>();
        services.AddHostedService<ServerGauges>();
        services.AddTelemetry(configuration);

        services.AddSingleton<Drain>();
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
        services.AddHealthChecks().AddCheck<DrainCheck>("jobs");

        services.AddSingleton<OperatorToken>();
        services.AddSingleton<LoginAttempts>();
        services.AddSingleton<OperatorSessions>();
        services.AddSingleton<OperatorCookie>();
        services.AddSingleton<MetricsAccess>();
        services.AddScoped<OperatorContext>();
        services.AddSingleton<ServerReport>();
        return services.AddJsonLog(configuration);
    }

    // By the raw setting: a log is needed to say that a setting is wrong.
    private static IServiceCollection AddJsonLog(this IServiceCollection services, IConfiguration configuration)
    {
        string? format = configuration[$"{OperationsOptions.Section}:{nameof(OperationsOptions.LogFormat)}"];
        if (nameof(LogFormat.Json).Equals(format, StringComparison.OrdinalIgnoreCase))
        {
            services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleFormatterNames.Json);
            services.Configure<JsonConsoleFormatterOptions>(json => json.IncludeScopes = true);
        }

        return services;
    }
}
