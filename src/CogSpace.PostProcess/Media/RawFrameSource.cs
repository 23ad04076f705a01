using System.Globalization;
using System.Runtime.ExceptionServices;
using FFMpegCore.Pipes;

namespace CogSpace.PostProcess.Media;

/// <summary>Hands frames to FFmpeg one by one, as bare RGB bytes.</summary>
/// <param name="frames">Asked for a frame only when FFmpeg has taken the one before.</param>
/// <param name="framesPerSecond">Told to FFmpeg.</param>
/// <param name="path">What error messages name.</param>
/// <param name="deadline">Stands still while a frame is being made.</param>
/// <param name="stop">Cancelled when the frames fail: then FFmpeg has nothing left to do.</param>
internal sealed class RawFrameSource(
    IAsyncEnumerable<Frame> frames, double framesPerSecond, string path, Deadline deadline,
    CancellationTokenSource stop) : IPipeSource, IAsyncDisposable
{
    // Cancelled by stop, and also when FFmpeg ends by itself.
    private readonly CancellationTokenSource _noMoreFrames = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
    private IAsyncEnumerator<Frame>? _frames;
    private Frame? _next;
    private (int Width, int Height) _size;

    /// <summary>What the frames threw; null if nothing.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>FFmpeg has taken every frame.</summary>
    public bool IsComplete { get; private set; }

    /// <exception cref="MediaException">There is none, or H.264 cannot have its size.</exception>
    public async Task ReadFirstAsync()
    {
        _frames = frames.GetAsyncEnumerator(_noMoreFrames.Token);
        if (!await _frames.MoveNextAsync())
            throw new MediaException($"Cannot write {path}: there is no frame to write.");

        _next = _frames.Current;
        _size = (_next.Width, _next.Height);
        VideoWriter.CheckSize(path, _next.Width, _next.Height);
    }

    public string GetStreamArguments() => string.Create(CultureInfo.InvariantCulture,
        $"-f rawvideo -pixel_format rgb24 -video_size {_size.Width}x{_size.Height} -framerate {framesPerSecond:0.##########}");

    public async Task WriteAsync(Stream outputStream, CancellationToken cancellationToken)
    {
        using var ended = cancellationToken.Register(_noMoreFrames.Cancel);
        while (_next is not null)
        {
            if (!await TrySendAsync(outputStream, _next))
                return;

            _next = null; // before the next one is made
            await AdvanceAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_frames is not null)
            await _frames.DisposeAsync();
        _noMoreFrames.Dispose();
    }

    // False: FFmpeg has hung up; why, it tells by its exit code and its last words.
    private async Task<bool> TrySendAsync(Stream pipe, Frame frame)
    {
        try
        {
            await pipe.WriteAsync(frame.Pixels, _noMoreFrames.Token);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task AdvanceAsync()
    {
        deadline.Pause();
        try
        {
            if (!await _frames!.MoveNextAsync())
            {
                IsComplete = true;
                return;
            }

            _next = _frames.Current;
            if ((_next.Width, _next.Height) != _size)
                throw new MediaException(
                    $"Cannot write {path}: a frame of {_next.Width} x {_next.Height} follows frames of {_size.Width} x " +
                    $"{_size.Height}."
                );
        }
        catch (OperationCanceledException) when (_noMoreFrames.IsCancellationRequested)
        {
            _next = null;
        }
        catch (Exception e) // whatever it is, the maker of the frames handles it
        {
            _next = null;
            Failure = ExceptionDispatchInfo.Capture(e);
            await stop.CancelAsync();
        }
        finally
        {
            deadline.Resume();
        }
    }
}
