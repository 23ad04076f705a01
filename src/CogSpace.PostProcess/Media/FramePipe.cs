using System.Globalization;
using System.Threading.Channels;
using FFMpegCore.Pipes;

namespace CogSpace.PostProcess.Media;

/// <summary>Hands frames to FFmpeg as bare RGB bytes. One frame waits while FFmpeg takes the one before.</summary>
/// <param name="width">Of all frames, in pixels.</param>
/// <param name="height">Of all frames, in pixels.</param>
/// <param name="framesPerSecond">Told to FFmpeg.</param>
/// <param name="deadline">Stands still while FFmpeg waits for a frame.</param>
/// <param name="stop">Ends it.</param>
internal sealed class FramePipe(int width, int height, double framesPerSecond, Deadline deadline, CancellationToken stop)
    : IPipeSource
{
    private const int FramesThatWait = 1;

    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(FramesThatWait);

    /// <summary>FFmpeg has taken every frame.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes a frame as soon as FFmpeg has room for it.</summary>
    /// <exception cref="ChannelClosedException">FFmpeg takes no more.</exception>
    public ValueTask SendAsync(Frame frame, CancellationToken cancel) => _frames.Writer.WriteAsync(frame, cancel);

    /// <summary>No frame follows, or none is taken any more.</summary>
    public void Close() => _frames.Writer.TryComplete();

    public string GetStreamArguments() => string.Create(CultureInfo.InvariantCulture,
        $"-f rawvideo -pixel_format rgb24 -video_size {width}x{height} -framerate {framesPerSecond:0.##########}");

    public async Task WriteAsync(Stream outputStream, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        try
        {
            while (await WaitAsync(either.Token) && _frames.Reader.TryRead(out var frame))
                await outputStream.WriteAsync(frame.Pixels, either.Token);
            IsComplete = true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // FFmpeg has hung up; why, it tells by its exit code and its last words.
        }
    }

    private async Task<bool> WaitAsync(CancellationToken cancel)
    {
        deadline.Pause();
        try
        {
            return await _frames.Reader.WaitToReadAsync(cancel);
        }
        finally
        {
            deadline.Resume();
        }
    }
}
