using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CogSpace.Web.Health;

/// <summary>Ready when the model has come and is loaded.</summary>
internal sealed class ModelCheck(ModelReadiness readiness, ModelFetch fetch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            readiness.State switch
            {
                _ when fetch.AwaitsDefault => HealthCheckResult.Unhealthy(
                    fetch.Problem
                        ?? (
                            fetch.Progress is { } progress
                                ? $"The model is being fetched. {progress}."
                                : "The model is about to be fetched."
                        )
                ),
                ModelReadinessState.Ready => HealthCheckResult.Healthy("The model is loaded."),
                ModelReadinessState.Loading => HealthCheckResult.Unhealthy("The model is being loaded."),
                _ => HealthCheckResult.Unhealthy(readiness.Problem),
            }
        );
}
