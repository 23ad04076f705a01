using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Health;

/// <summary>Ready when videos could be read and written: ffmpeg and ffprobe are there.</summary>
internal sealed class FfmpegCheck(IOptions<EncodingOptions> encoding, IOptions<ReadingOptions> reading) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string? missing = IsMissing("ffmpeg", encoding.Value.FfmpegFolder) ? "ffmpeg"
            : IsMissing("ffmpeg", reading.Value.FfmpegFolder) ? "ffmpeg"
            : IsMissing("ffprobe", reading.Value.FfmpegFolder) ? "ffprobe"
            : null;
        return Task.FromResult(missing is null
            ? HealthCheckResult.Healthy("Videos can be read and written.")
            : HealthCheckResult.Unhealthy($"The program {missing} is missing."));
    }

    private static bool IsMissing(string program, string? folder)
    {
        string file = OperatingSystem.IsWindows() ? $"{program}.exe" : program;
        string[] folders = string.IsNullOrEmpty(folder)
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [folder];
        return !folders.Any(each => File.Exists(Path.Combine(each, file)));
    }
}
