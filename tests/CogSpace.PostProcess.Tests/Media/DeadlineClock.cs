using Microsoft.Extensions.Time.Testing;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>A clock that is moved by hand and tells how often a <see cref="PostProcess.Media.Deadline"/> was paused.</summary>
internal sealed class DeadlineClock : FakeTimeProvider
{
    private int _pauses;

    /// <summary>So far.</summary>
    public int Pauses => Volatile.Read(ref _pauses);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Watched(this, base.CreateTimer(callback, state, dueTime, period));

    private sealed class Watched(DeadlineClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = timer.Change(dueTime, period);
            if (dueTime == Timeout.InfiniteTimeSpan)
                Interlocked.Increment(ref clock._pauses);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
