using System.Diagnostics.Metrics;
using System.Globalization;
using CogSpace.Generation.Workers;
using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Operations;

/// <summary>How the server stands at the moment that somebody asks.</summary>
internal sealed class ServerGauges(
    ServerMeter meter, JobBoard board, LivePages pages, ServerDisk disk, DataFolder data, Drain drain, SupervisedWorker worker,
    TimeProvider time) : IHostedService
{
    private const long Mebibyte = 1 << 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _asked;
    private bool _hasGpu = true;
    private Measurement<long>[] _gpu = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var instruments = meter.Meter;
        instruments.CreateObservableGauge(
            "cogspace.job.waiting", () => Count(JobState.Queued), "{job}", "Jobs that wait.");
        instruments.CreateObservableGauge(
            "cogspace.job.running", () => Count(JobState.Running), "{job}", "Jobs that are being made.");
        instruments.CreateObservableGauge(
            "cogspace.job.wait.longest", LongestWait, "s", "How long the oldest of the waiting jobs has waited.");
        instruments.CreateObservableGauge("cogspace.pages", () => pages.Count, "{page}", "Open pages.");
        instruments.CreateObservableGauge(
            "cogspace.data.size", () => disk.Look().Used, "By", "Bytes of jobs and uploads on disk.");
        instruments.CreateObservableGauge("cogspace.data.quota", () => data.QuotaBytes, "By", "Bytes that they may take.");
        instruments.CreateObservableGauge(
            "cogspace.data.free", () => disk.Look().Free, "By", "Bytes that are free on that disk.");
        instruments.CreateObservableGauge(
            "cogspace.draining", () => drain.IsOn ? 1 : 0, description: "1 while no new jobs are taken.");
        instruments.CreateObservableGauge(
            "cogspace.worker.memory", () => worker.MemoryBytes ?? 0, "By",
            "Memory of the process that makes videos; 0 while there is none.");
        instruments.CreateObservableGauge(
            "cogspace.device.memory", DeviceMemory, "By", "Memory of the first GPU, as its driver says.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private int Count(JobState state) => board.All.Count(job => job.Status.State == state);

    private double LongestWait()
    {
        var now = time.GetUtcNow();
        return board.All
            .Where(job => job.Status.State == JobState.Queued)
            .Select(job => Math.Max(0, (now - job.Created).TotalSeconds))
            .DefaultIfEmpty()
            .Max();
    }

    // Asking the driver starts a program: not more often than needed, and never again where there is none.
    private Measurement<long>[] DeviceMemory()
    {
        lock (_lock)
        {
            if (!_hasGpu || (_asked is { } asked && time.GetElapsedTime(asked) < LookEvery))
                return _gpu;
            _asked = time.GetTimestamp();
            _gpu = Query("used", "memory.used") is { } used && Query("total", "memory.total") is { } total ? [used, total] : [];
            _hasGpu = _gpu.Length > 0;
            return _gpu;
        }
    }

    private static Measurement<long>? Query(string state, string field) =>
        long.TryParse(NvidiaSmi.Query(field, gpu: 0), NumberStyles.None, CultureInfo.InvariantCulture, out long mebibytes)
            ? new Measurement<long>(mebibytes * Mebibyte, new KeyValuePair<string, object?>("cogspace.memory.state", state))
            : null;
}
