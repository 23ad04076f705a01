namespace CogSpace.PostProcess.Media;

/// <summary>The time that somebody may take; the clock runs only between <see cref="Resume"/> and <see cref="Pause"/>.</summary>
internal sealed class Deadline(TimeSpan allowance, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _passed = new(Timeout.InfiniteTimeSpan, time);
    private TimeSpan _left = allowance;
    private long _resumed;

    /// <summary>Cancelled when the time is used up.</summary>
    public CancellationToken Token => _passed.Token;

    public void Resume()
    {
        _resumed = time.GetTimestamp();
        _passed.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
    }

    public void Pause()
    {
        _passed.CancelAfter(Timeout.InfiniteTimeSpan);
        _left -= time.GetElapsedTime(_resumed);
    }

    public void Dispose() => _passed.Dispose();
}
