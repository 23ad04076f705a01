using CogSpace.PostProcess.Media;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class FramePipeTests : IDisposable
{
    private readonly Deadline _deadline = new(TimeSpan.FromMinutes(1), TimeProvider.System);
    private readonly CancellationTokenSource _stop = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8, "8")]
    [InlineData(23.976, "23.976")]
    [InlineData(1e-5, "0.00001")]
    public void GetStreamArguments_TellsHowToReadTheBytes(double framesPerSecond, string rate) =>
        Assert.Equal(
            $"-f rawvideo -pixel_format rgb24 -video_size 96x64 -framerate {rate}", Pipe(framesPerSecond).GetStreamArguments());

    [Fact]
    public void GetStreamArguments_OfFramesThatCarryTheirTimes_TellsWhenTheyBegin()
    {
        var video = new VideoInfo(96, 64, 0, 8) { Start = 0.021, Intervals = new FrameIntervals(0.1, 0.2) };

        Assert.Equal(
            "-itsoffset 0.021 -probesize 32 -analyzeduration 0 -fpsprobesize 0 -f matroska",
            new FramePipe(video, _deadline, _stop.Token).GetStreamArguments());
    }

    [Fact]
    public async Task WriteAsync_WritesEveryByteInOrder()
    {
        var pipe = Pipe();
        using var written = new MemoryStream();

        var writing = pipe.WriteAsync(written, Token);
        await foreach (var frame in Clip.Fading(4))
            await pipe.SendAsync(frame, Token);
        pipe.Close();
        await writing;

        var expected = await Clip.Fading(4).SelectMany(frame => frame.Pixels.ToArray()).ToArrayAsync(Token);
        Assert.Equal(expected, written.ToArray());
        Assert.True(pipe.IsComplete);
    }

    [Fact]
    public async Task SendAsync_WaitsWhileAFrameIsTakenAndAnotherWaits()
    {
        var pipe = Pipe();
        using var slow = new SlowStream();
        var writing = pipe.WriteAsync(slow, Token);

        await pipe.SendAsync(Clip.Flat(1, 0, 0), Token);
        await slow.Offered.WaitAsync(Token);
        await pipe.SendAsync(Clip.Flat(2, 0, 0), Token);
        var third = pipe.SendAsync(Clip.Flat(3, 0, 0), Token).AsTask();
        await Task.Delay(100, Token);
        Assert.False(third.IsCompleted);

        slow.Take.Release(3);
        await third;
        pipe.Close();
        await writing;
        Assert.True(pipe.IsComplete);
    }

    [Fact]
    public async Task WriteAsync_WhenTheReaderHangsUp_IsNotComplete()
    {
        var pipe = Pipe();
        await pipe.SendAsync(Clip.Flat(1, 0, 0), Token);

        await pipe.WriteAsync(new BrokenStream(), Token);

        Assert.False(pipe.IsComplete);
    }

    [Fact]
    public async Task WriteAsync_Stopped_IsNotComplete()
    {
        var pipe = Pipe();
        var writing = pipe.WriteAsync(Stream.Null, Token);

        await _stop.CancelAsync();

        await writing;
        Assert.False(pipe.IsComplete);
    }

    [Fact]
    public async Task Deadline_StandsStillWhileThereIsNoFrame()
    {
        var clock = new FakeTimeProvider();
        using var deadline = new Deadline(TimeSpan.FromSeconds(2), clock);
        var pipe = new FramePipe(new VideoInfo(96, 64, 0, 8), deadline, _stop.Token);
        using var slow = new SlowStream();
        deadline.Resume();

        var writing = pipe.WriteAsync(slow, Token);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(deadline.Token.IsCancellationRequested);

        await pipe.SendAsync(Clip.Flat(1, 0, 0), Token);
        await slow.Offered.WaitAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(deadline.Token.IsCancellationRequested);
        await _stop.CancelAsync();
        await writing;
    }

    public void Dispose()
    {
        _deadline.Dispose();
        _stop.Dispose();
    }

    private FramePipe Pipe(double framesPerSecond = 8) =>
        new(new VideoInfo(96, 64, 0, framesPerSecond), _deadline, _stop.Token);

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
