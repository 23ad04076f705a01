using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Whenever it comes: FFmpeg is ended, the older video stays, and nothing is left behind.</summary>
[SupportedOSPlatform("linux")]
public sealed class VideoWriterCancellationTests : IDisposable
{
    private const int Patience = 120_000;
    private readonly OlderVideo _older = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task Before()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new VideoWriter(new EncodingOptions()).WriteAsync(
                Clip.Unasked(), 8, _older.Path, new CancellationToken(canceled: true))
        );
        _older.AssertUntouched();
    }

    [Fact(Timeout = Patience)]
    public async Task InTheMiddle_OfEndlessFrames()
    {
        using var cancellation = new CancellationTokenSource();
        await CancelAsync(Clip.Endless(i =>
        {
            if (i == 20)
                cancellation.Cancel();
        }), """exec "$real" "$@" """, cancellation.Token);
    }

    [Theory(Timeout = Patience)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task InTheMiddle_WhileAFrameIsBeingMade(int after)
    {
        using var cancellation = new CancellationTokenSource();
        await CancelAsync(
            Clip.Stuck(after, () => cancellation.CancelAfter(300), Token),
            """exec "$real" "$@" """,
            cancellation.Token
        );
    }

    [Fact(Timeout = Patience)]
    public Task InTheMiddle_WhileFfmpegHangs() => CancelOnceItRunsAsync("exec sleep 100");

    [Fact(Timeout = Patience)]
    public Task InTheMiddle_WhileFfmpegReadsSlowly() => CancelOnceItRunsAsync("""exec "$real" -re "$@" """);

    public void Dispose() => _older.Dispose();

    private async Task CancelOnceItRunsAsync(string script)
    {
        using var ffmpeg = new FakeFfmpeg(script);
        using var cancellation = new CancellationTokenSource();

        var writing = new VideoWriter(ffmpeg.Options()).WriteAsync(Clip.Endless(), 8, _older.Path, cancellation.Token);
        await ffmpeg.CancelOnceItRunsAsync(cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.True(ffmpeg.IsGone);
        _older.AssertUntouched();
    }

    private async Task CancelAsync(IAsyncEnumerable<Frame> frames, string script, CancellationToken cancellation)
    {
        using var ffmpeg = new FakeFfmpeg(script);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new VideoWriter(ffmpeg.Options()).WriteAsync(frames, 8, _older.Path, cancellation));

        Assert.True(cancellation.IsCancellationRequested);
        Assert.True(!ffmpeg.HasRun || ffmpeg.IsGone);
        _older.AssertUntouched();
    }
}
