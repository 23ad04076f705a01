using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

public sealed class SteadyTimeTests
{
    [Fact]
    public void GetUtcNow_FollowsTheTimeThatPasses_NotTheClockThatIsSet()
    {
        var clock = new TestClock();
        var start = clock.GetUtcNow();
        var steady = new SteadyTime(clock);

        clock.Set(TimeSpan.FromHours(26));
        Assert.Equal(start, steady.GetUtcNow());
        clock.Advance(TimeSpan.FromMinutes(5));
        clock.Set(TimeSpan.FromHours(-80));

        Assert.Equal(start.AddMinutes(5), steady.GetUtcNow());
    }
}
