using System.Diagnostics;
using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>A listener that stops leaves no process behind.</summary>
[SupportedOSPlatform("linux")]
public sealed class VideoReaderCancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before()
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new VideoReader(new ReadingOptions()).ProbeAsync(_folder["a.mp4"], new CancellationToken(canceled: true))
        );
    }

    [Fact]
    public async Task InTheMiddle()
    {
        string name = $"{Guid.NewGuid():N}.mp4";
        await VideoFiles.MakeLargeAsync(_folder[name], 200);
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var _ in new VideoReader(new ReadingOptions()).ReadAsync(
                    _folder[name], new FrameSampling(1, 200, 25), Crop.Centred, 48, 32, cancellation.Token)
            )
            {
                Assert.True(IsBeingRead(name));
                await cancellation.CancelAsync();
            }
        });

        Assert.False(IsBeingRead(name));
    }

    [Fact]
    public async Task ByLeaving()
    {
        string name = $"{Guid.NewGuid():N}.mp4";
        await VideoFiles.MakeLargeAsync(_folder[name], 200);

        await foreach (
            var _ in new VideoReader(new ReadingOptions()).ReadAsync(
                _folder[name], new FrameSampling(1, 200, 25), Crop.Centred, 48, 32, Token)
        )
            break;

        Assert.False(IsBeingRead(name));
    }

    [Fact]
    public async Task WhileFfmpegHangs()
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"]);
        using var ffmpeg = new FakeFfmpeg("sleep 100 & wait"); // and a child
        using var cancellation = new CancellationTokenSource();

        var reading = new VideoReader(ffmpeg.ForReading()).ReadClipAsync(
            _folder["a.mp4"], new FrameSampling(1, 24, 12), null, 96, 64, cancellation.Token);
        await ffmpeg.CancelOnceItRunsAsync(cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.False(ffmpeg.IsRunning);
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsBeingRead(string name) => Process.GetProcessesByName("ffmpeg").Any(process =>
    {
        using (process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(name, StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) // it has just ended
            {
                return false;
            }
        }
    });
}
