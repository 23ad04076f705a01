using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Health;

/// <summary>Ready when videos could be read and written: ffmpeg and ffprobe are there.</summary>
internal sealed class FfmpegCheck(IOptions<EncodingOptions> encoding, IOptions<ReadingOptions> reading) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string? missing = new[]
            {
                ("ffmpeg", encoding.Value.FfmpegFolder),
                ("ffmpeg", reading.Value.FfmpegFolder),
                ("ffprobe", reading.Value.FfmpegFolder),
            }
            .FirstOrDefault(needed => ProgramFile.FindFolder(needed.Item1, needed.Item2) is null)
            .Item1;
        return Task.FromResult(missing is null
            ? HealthCheckResult.Healthy("Videos can be read and written.")
            : HealthCheckResult.Unhealthy($"The program {missing} is missing."));
    }
}
