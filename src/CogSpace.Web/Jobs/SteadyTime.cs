namespace CogSpace.Web.Jobs;

/// <summary>
/// The clock as it was at the start, and the time that has really passed since: somebody who sets the clock does not make
/// videos expire.
/// </summary>
/// <param name="clock">Read once; after that only its measure of elapsed time counts.</param>
internal sealed class SteadyTime(TimeProvider clock) : TimeProvider
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly long _begun = clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _start + clock.GetElapsedTime(_begun);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
