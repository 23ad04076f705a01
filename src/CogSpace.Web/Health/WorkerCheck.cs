using CogSpace.Web.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CogSpace.Web.Health;

/// <summary>Ready unless the process that makes videos does not start. One that rests is started by the next job.</summary>
internal sealed class WorkerCheck(WorkerStart start) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(start.Problem is { } problem
            ? HealthCheckResult.Unhealthy(problem)
            : HealthCheckResult.Healthy("The program that makes videos runs, or starts with the next job."));
}
