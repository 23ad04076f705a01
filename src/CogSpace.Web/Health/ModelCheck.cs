using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CogSpace.Web.Health;

/// <summary>Ready when the model has come, is loaded, and its files are still there.</summary>
internal sealed class ModelCheck(ModelReadiness readiness, ModelFetch fetch, ModelMenu models) : IHealthCheck
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
                ModelReadinessState.Ready when ProblemOfDefault() is { } problem => HealthCheckResult.Unhealthy(problem),
                ModelReadinessState.Ready => HealthCheckResult.Healthy("The model is loaded."),
                ModelReadinessState.Loading => HealthCheckResult.Unhealthy("The model is being loaded."),
                _ => HealthCheckResult.Unhealthy(readiness.Problem),
            }
        );

    // A model that is loaded serves on without its files, but not after a video of another one.
    private string? ProblemOfDefault()
    {
        try
        {
            _ = models.Default;
            return null;
        }
        catch (CogSpaceException e)
        {
            return models.WithoutFolder(e.Message);
        }
    }
}
