using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>A second file of frames that go by on their way to a first one. Whatever ends either ends both.</summary>
/// <param name="writer">Writes it.</param>
/// <param name="path">The MP4; null: frames only go by.</param>
/// <param name="tags">Of it.</param>
internal sealed class SecondVideo(VideoWriter writer, string? path, VideoTags tags) : IAsyncDisposable
{
    private const int FramesThatWait = 2;

    private readonly AtomicFile? _file = path is null ? null : AtomicFile.Create(path);
    private readonly Channel<Frame> _waiting = Channel.CreateBounded<Frame>(FramesThatWait);
    private readonly CancellationTokenSource _stop = new();
    private Task _writing = Task.CompletedTask;

    /// <summary>Lets frames through and hands them to the second file as well; they end when that file is complete.</summary>
    /// <param name="frames">To be gone through once.</param>
    /// <param name="framesPerSecond">Above 0.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="MediaException">The second file cannot be written.</exception>
    public async IAsyncEnumerable<Frame> Watch(
        IAsyncEnumerable<Frame> frames, double framesPerSecond, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (_file is not null)
            _writing = WriteAsync(_file.HiddenPath, framesPerSecond);
        await foreach (var frame in frames.WithCancellation(cancel))
        {
            if (_file is not null)
                await HandOverAsync(frame, cancel);
            yield return frame;
        }

        _waiting.Writer.Complete();
        await _writing.WaitAsync(cancel);
    }

    /// <summary>Gives the second file its name.</summary>
    /// <exception cref="CogSpaceException">The name cannot be taken.</exception>
    public void Publish() => _file?.Commit();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);      // who watched knows, or failed before it
        _file?.Dispose();
        _stop.Dispose();
    }

    private async Task WriteAsync(string file, double framesPerSecond)
    {
        try
        {
            await writer.WriteAsync(_waiting.Reader.ReadAllAsync(_stop.Token), framesPerSecond, file, tags, _stop.Token);
        }
        finally
        {
            _waiting.Writer.TryComplete();      // nobody takes frames any more
        }
    }

    private async Task HandOverAsync(Frame frame, CancellationToken cancel)
    {
        try
        {
            await _waiting.Writer.WriteAsync(frame, cancel);
        }
        catch (ChannelClosedException)
        {
            await _writing;       // throws what ended it
            throw;
        }
    }
}
