using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class SkippedFramesTests
{
    [Theory]
    [InlineData(3, 1, 5)]
    [InlineData(3, 2, 4)]
    [InlineData(0, 3, 4)]
    public async Task ReadAsync_TakesTheFramesOfTheSampling(int first, int stride, int count)
    {
        using var folder = new TemporaryFolder();
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=1.2", "-pix_fmt", "yuv420p",
            folder["clip.mp4"]);
        var reader = new VideoReader(new ReadingOptions());
        async Task<IReadOnlyList<Frame>> ReadAsync(FrameSampling sampling) =>
            (await reader.ReadClipAsync(folder["clip.mp4"], sampling, Crop.Centred, 64, 48)).Frames;

        var all = await ReadAsync(new FrameSampling(1, 12, 10));
        var sampling = new FrameSampling(stride, count, 10.0 / stride, first);
        var taken = await ReadAsync(sampling);
        Assert.Equal(
            sampling.Indices.Select(index => all[index].Pixels.ToArray()), taken.Select(frame => frame.Pixels.ToArray()));
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => 100.0 * i * stride),
            taken.Select(frame => Math.Round(frame.Time.TotalMilliseconds, 3)));
    }
}
