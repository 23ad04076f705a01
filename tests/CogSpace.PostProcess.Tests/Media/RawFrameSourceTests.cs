using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class RawFrameSourceTests : IDisposable
{
    private readonly Deadline _deadline = new(TimeSpan.FromMinutes(1));
    private readonly CancellationTokenSource _stop = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8, "8")]
    [InlineData(23.976, "23.976")]
    [InlineData(1e-5, "0.00001")]
    public async Task GetStreamArguments_TellsHowToReadTheBytes(double framesPerSecond, string rate)
    {
        await using var source = new RawFrameSource(Clip.Fading(1), framesPerSecond, "video.mp4", _deadline, _stop);
        await source.ReadFirstAsync();

        Assert.Equal($"-f rawvideo -pixel_format rgb24 -video_size 96x64 -framerate {rate}", source.GetStreamArguments());
    }

    [Fact]
    public async Task WriteAsync_WritesEveryByteInOrder()
    {
        await using var source = new RawFrameSource(Clip.Fading(4), 8, "video.mp4", _deadline, _stop);
        await source.ReadFirstAsync();
        using var written = new MemoryStream();

        await source.WriteAsync(written, Token);

        var expected = await Clip.Fading(4).SelectMany(frame => frame.Pixels.ToArray()).ToArrayAsync(Token);
        Assert.Equal(expected, written.ToArray());
        Assert.True(source.IsComplete);
    }

    [Fact]
    public async Task WriteAsync_AsksForAFrameOnlyWhenTheOneBeforeIsTaken()
    {
        int asked = 0;
        await using var source = new RawFrameSource(Clip.Endless(_ => asked++).Take(3), 8, "video.mp4", _deadline, _stop);
        await source.ReadFirstAsync();
        using var slow = new SlowStream();

        var writing = source.WriteAsync(slow, Token);
        foreach (int taken in new[] { 1, 2, 3 })
        {
            await slow.Offered.WaitAsync(Token);
            Assert.Equal(taken, asked);
            slow.Take.Release();
        }

        await writing;
        Assert.True(source.IsComplete);
    }

    [Fact]
    public async Task WriteAsync_WhenTheReaderHangsUp_IsNotComplete()
    {
        await using var source = new RawFrameSource(Clip.Endless(), 8, "video.mp4", _deadline, _stop);
        await source.ReadFirstAsync();

        await source.WriteAsync(new BrokenStream(), Token);

        Assert.False(source.IsComplete);
        Assert.Null(source.Failure);
    }

    public void Dispose()
    {
        _deadline.Dispose();
        _stop.Dispose();
    }

    private sealed class SlowStream : MemoryStream
    {
        public SemaphoreSlim Offered { get; } = new(0);

        public SemaphoreSlim Take { get; } = new(0);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Offered.Release();
            await Take.WaitAsync(cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            Offered.Dispose();
            Take.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("Broken pipe");
    }
}
