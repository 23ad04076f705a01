using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Whenever it comes: FFmpeg is ended, the older video stays, and nothing is left behind.</summary>
[Collection(OneByOne.Name), SupportedOSPlatform("linux")]
public sealed class VideoWriterCancellationTests : IDisposable
{
    private const int Patience = 30_000;
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
    public async Task InTheMiddle_WhileFfmpegHangs()
    {
        using var cancellation = new CancellationTokenSource(500);
        await CancelAsync(Clip.Endless(), "exec sleep 100", cancellation.Token);
    }

    [Fact(Timeout = Patience)]
    public async Task InTheMiddle_WhileFfmpegReadsSlowly()
    {
        using var cancellation = new CancellationTokenSource(1000);
        await CancelAsync(Clip.Endless(), """exec "$real" -re "$@" """, cancellation.Token);
    }

    public void Dispose() => _older.Dispose();

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
