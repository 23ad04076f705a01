using System.Runtime.InteropServices;
using CogSpace.Generation.Workers;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Operations;

/// <summary>What the operator should know of the server: facts, and what needs looking after.</summary>
internal sealed class ServerReport(
    HealthCheckService health, ServerDisk disk, DataFolder data, LivePages pages, ModelReadiness readiness, ModelMenu models,
    SupervisedWorker worker, IOptions<ModelsOptions> options, IConfiguration configuration, TimeProvider time)
{
    private const double NearlyFull = 0.9;

    private readonly long _begun = time.GetTimestamp();

    /// <summary>Names and values.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts()
    {
        var usage = disk.Look();
        return
        [
            ("Version", $"CogSpace {Telemetry.Version}, {RuntimeInformation.FrameworkDescription}"),
            ("Runs for", RoughTime.Words(time.GetElapsedTime(_begun))),
            ("Model", $"{ModelName()}, {readiness.State.ToString().ToLowerInvariant()}, device {options.Value.Device}"),
            ("Open pages", $"{pages.Count}"),
            ("Memory", Size(LinuxMemory.Resident)),
            ("Worker's memory", worker.ProcessId is null ? "none: it is not running" : Size(worker.MemoryBytes)),
            ("Data", $"{ByteSize.Format(usage.Used)} of {ByteSize.Format(data.QuotaBytes)}"),
            ("Free on disk", ByteSize.Format(usage.Free)),
        ];
    }

    /// <summary>0 to 100.</summary>
    public int PercentOfQuota() => (int)Math.Clamp(100.0 * disk.Look().Used / data.QuotaBytes, 0, 100);

    /// <summary>A sentence for each thing that is wrong, or soon will be.</summary>
    public async Task<IReadOnlyList<string>> WarningsAsync(CancellationToken cancel)
    {
        var report = await health.CheckHealthAsync(cancel);
        var usage = disk.Look();
        return
        [
            .. report.Entries.Values
                .Where(entry => entry.Status != HealthStatus.Healthy)
                .Select(entry => entry.Description ?? entry.Exception?.Message ?? "A check failed."),
            .. usage.Used > NearlyFull * data.QuotaBytes
                ? ["The data folder has nearly reached its quota: new jobs and uploads will be refused."]
                : Array.Empty<string>(),
            .. usage.Damaged > 0
                ? [$"Jobs that could not be read were set aside: {usage.Damaged} in {data.Damaged}."]
                : Array.Empty<string>(),
            .. Hosting.FormerSettings.NotesOn(configuration),
        ];
    }

    private static string Size(long? bytes) => bytes is { } known ? ByteSize.Format(known) : "not known";

    private string ModelName()
    {
        try
        {
            return models.Default.Name;
        }
        catch (CogSpaceException)
        {
            return "none";
        }
    }
}
