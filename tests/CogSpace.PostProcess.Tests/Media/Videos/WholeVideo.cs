using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Reads all frames of a video at its own size.</summary>
internal static class WholeVideo
{
    public static async Task<(IReadOnlyList<Frame> Frames, SourceReport Report)> ReadAllAsync(
        this VideoReader reader, string path, CancellationToken cancel)
    {
        var info = await reader.ProbeAsync(path, cancel);
        var report = new SourceReport();
        var clip = await reader.ReadClipAsync(
            path, new FrameSampling(1, info.Frames, info.FramesPerSecond), null, info.Width, info.Height, report, cancel);
        return (clip.Frames, report);
    }
}
