namespace CogSpace.Web.Tests;

/// <summary>A clock that is moved by hand; timers still run in real time.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero).UtcTicks;
    private long _set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() =>
        new(Interlocked.Read(ref _ticks) + Interlocked.Read(ref _set), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    /// <summary>Somebody sets the clock; no time passes.</summary>
    public void Set(TimeSpan change) => Interlocked.Add(ref _set, change.Ticks);
}
