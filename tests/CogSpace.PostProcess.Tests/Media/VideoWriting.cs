using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Whole videos at once, for tests that are about the file.</summary>
internal static class VideoWriting
{
    public static Task WriteAsync(
        this VideoWriter writer, IAsyncEnumerable<Frame> frames, double framesPerSecond, string path, CancellationToken cancel) =>
        writer.WriteAsync(frames, framesPerSecond, path, tags: null, tracks: null, cancel);

    public static async Task WriteAsync(
        this VideoWriter writer, IAsyncEnumerable<Frame> frames, double framesPerSecond, string path, VideoTags? tags,
        SideTracks? tracks, CancellationToken cancel)
    {
        await using var file = writer.Create(path, framesPerSecond, tags, tracks, cancel);
        await foreach (var frame in frames.WithCancellation(cancel))
            await file.WriteAsync(frame);
        await VideoFile.PublishAllAsync(file);
    }
}
