using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CogSpace.Web.Operations;

/// <summary>Sends figures and traces where the settings say: nowhere, unless one of them is set.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    // The runtime's own and the framework's, live connections among them.
    private static readonly string[] Meters =
    [
        ServerMeter.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Components.Server.Circuits",
    ];

    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Registers exporters, by the raw settings: they are checked later, when the server starts.</summary>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        bool isScraped = IsScraped(configuration);
        bool sendsMetrics = IsSet(configuration, MetricsEndpoint) || IsSet(configuration, Endpoint);
        bool sendsTraces = IsSet(configuration, TracesEndpoint) || IsSet(configuration, Endpoint);
        if (!isScraped && !sendsMetrics && !sendsTraces)
            return;
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : "cogspace", serviceVersion: Version));
        if (isScraped || sendsMetrics)
            telemetry.WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (isScraped)
                    metrics.AddPrometheusExporter(scrape => scrape.ScrapeResponseCacheDurationMilliseconds = 0);
                if (sendsMetrics)
                    metrics.AddOtlpExporter();
            });
        if (sendsTraces)
            telemetry.WithTracing(traces => traces
                .AddSource(ServerMeter.Name)
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsWorthTracing)
                .AddOtlpExporter());
    }

    /// <summary>Shows /metrics to those who may read it.</summary>
    public static void UseMetricsPage(this WebApplication app)
    {
        if (!IsScraped(app.Configuration))
            return;
        var access = app.Services.GetRequiredService<MetricsAccess>();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(access.IsAllowed);
    }

    private static bool IsScraped(IConfiguration configuration) =>
        bool.TryParse(configuration[$"{OperationsOptions.Section}:{nameof(OperationsOptions.Metrics)}"], out bool isOn) && isOn;

    private static bool IsSet(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 };

    // Neither probes nor the connection of a page, which lasts for hours.
    private static bool IsWorthTracing(HttpContext context) =>
        context.Request.Path.Value is not ("/healthz" or "/readyz" or MetricsAccess.Address)
        && !context.Request.Path.StartsWithSegments("/_blazor");
}
