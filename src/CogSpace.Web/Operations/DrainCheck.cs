using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CogSpace.Web.Operations;

/// <summary>Not ready while no job is taken.</summary>
internal sealed class DrainCheck(Drain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            drain.IsOn ? HealthCheckResult.Unhealthy("No new jobs are taken: the server is being drained.")
            : HealthCheckResult.Healthy("Jobs are taken."));
}
