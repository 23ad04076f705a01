using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Reads all frames of a video at its own size.</summary>
internal static class WholeVideo
{
    public static async Task<(IReadOnlyList<Frame> Frames, SourceReport Report)> ReadWithReportAsync(
        this VideoReader reader, string path, CancellationToken cancel)
    {
        var report = new SourceReport();
        return (await reader.ReadAllAsync(path, report, cancel).ToListAsync(cancel), report);
    }
}
