using CogSpace.Web.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CogSpace.Web.Health;

/// <summary>Ready when a job could be saved.</summary>
internal sealed class DataFolderCheck(DataFolder data) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            File.Create(Path.Combine(data.Root, $".{Guid.NewGuid():N}.probe"), 1, FileOptions.DeleteOnClose).Dispose();
            return Task.FromResult(data.HasFreeSpace
                ? HealthCheckResult.Healthy("Jobs can be saved.")
                : HealthCheckResult.Unhealthy("The disk of the data folder is nearly full."));
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("The data folder cannot be written to."));
        }
    }
}
