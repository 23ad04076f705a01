using CogSpace.Web.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CogSpace.Web.Health;

/// <summary>Ready when the model is loaded.</summary>
internal sealed class ModelCheck(ModelReadiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(readiness.State switch
        {
            ModelReadinessState.Ready => HealthCheckResult.Healthy("The model is loaded."),
            ModelReadinessState.Loading => HealthCheckResult.Unhealthy("The model is being loaded."),
            _ => HealthCheckResult.Unhealthy(readiness.Problem),
        });
}
