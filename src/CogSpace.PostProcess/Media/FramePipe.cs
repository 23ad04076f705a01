using System.Globalization;
using System.Threading.Channels;
using FFMpegCore.Pipes;

namespace CogSpace.PostProcess.Media;

/// <summary>
/// Hands frames to FFmpeg as bare RGB bytes, with their times where the rate varies. One frame waits while FFmpeg takes the one
/// before.
/// </summary>
/// <param name="video">The size of all frames, and when they are shown.</param>
/// <param name="deadline">Stands still while FFmpeg waits for a frame.</param>
/// <param name="stop">Ends it.</param>
internal sealed class FramePipe(VideoInfo video, Deadline deadline, CancellationToken stop) : IPipeSource
{
    private const int FramesThatWait = 1;
    private const string Raw = "-f rawvideo -pixel_format rgb24";

    // No frames pile up while FFmpeg finds out what comes.
    private const string Timed = "-probesize 32 -analyzeduration 0 -fpsprobesize 0 -f matroska";

    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(FramesThatWait);

    /// <summary>FFmpeg has taken every frame.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes a frame as soon as FFmpeg has room for it.</summary>
    /// <exception cref="ChannelClosedException">FFmpeg takes no more.</exception>
    public ValueTask SendAsync(Frame frame, CancellationToken cancel) => _frames.Writer.WriteAsync(frame, cancel);

    /// <summary>No frame follows, or none is taken any more.</summary>
    public void Close() => _frames.Writer.TryComplete();

    /// <summary>Each frame of such a video takes its time with it: no constant rate from 0 on says when it is shown.</summary>
    public static bool CarriesTimes(VideoInfo video) => video.Intervals is not null || video.Start > 0;

    public string GetStreamArguments() =>
        FormattableString.Invariant(
            CarriesTimes(video)
                ? (FormattableString)$"-itsoffset {video.Start:0.######} {Timed}"
                : $"{Raw} -video_size {video.Width}x{video.Height} -framerate {video.FramesPerSecond:0.##########}"
        );

    public async Task WriteAsync(Stream outputStream, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        try
        {
            bool carriesTimes = CarriesTimes(video);
            if (carriesTimes)
            {
                double last = video.Intervals?.Last ?? (1 / video.FramesPerSecond);
                await outputStream.WriteAsync(MatroskaFrames.Header(video.Width, video.Height, last), either.Token);
            }

            while (await WaitAsync(either.Token) && _frames.Reader.TryRead(out var frame))
            {
                if (carriesTimes)
                    await outputStream.WriteAsync(MatroskaFrames.Prefix(frame), either.Token);
                await outputStream.WriteAsync(frame.Pixels, either.Token);
            }

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
