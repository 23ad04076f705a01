namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>The time that FFmpeg may take over one file. It stands still while somebody else works.</summary>
internal sealed class ReadingTimer : IDisposable
{
    private readonly MediaFile _file;
    private readonly CancellationToken _cancellation;
    private readonly Deadline _deadline;
    private readonly CancellationTokenSource _stop;

    /// <param name="file">That is read.</param>
    /// <param name="cancellationToken">Ends it before its time.</param>
    public ReadingTimer(MediaFile file, CancellationToken cancellationToken)
    {
        (_file, _cancellation) = (file, cancellationToken);
        _deadline = new Deadline(file.Options.Timeout, TimeProvider.System);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline.Token);
    }

    /// <exception cref="MediaException">The time is over.</exception>
    /// <exception cref="OperationCanceledException">Cancelled from outside.</exception>
    public async Task<T> WatchAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        _deadline.Resume();
        try
        {
            return await work(_stop.Token);
        }
        catch (OperationCanceledException e) when (!_cancellation.IsCancellationRequested)
        {
            throw _file.Refuse(
                FormattableString.Invariant($"it took longer than {_file.Options.Timeout.TotalSeconds:0.#} seconds"), e);
        }
        finally
        {
            _deadline.Pause();
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _deadline.Dispose();
    }
}
