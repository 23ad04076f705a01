using CogSpace.Web.Uploads;

namespace CogSpace.Web.Tests.Uploads;

public sealed class ArrivalRateTests
{
    private readonly ArrivalRate _rate = new(TimeSpan.FromSeconds(20), 1000);

    [Theory]
    [InlineData(0, 0, 20)]
    [InlineData(0, 15, 5)]
    [InlineData(0, 20, 0)]
    [InlineData(300, 20, 0.3)]
    [InlineData(300, 60, 0)]
    [InlineData(40_000, 50, 10)]
    [InlineData(1_000_000, 50, 20)]
    public void TimeLeft_EndsWhenTheRateIsTooLow_AndIsNeverMoreThanAPause(long bytes, double elapsed, double left) =>
        Assert.Equal(TimeSpan.FromSeconds(left), _rate.TimeLeft(bytes, TimeSpan.FromSeconds(elapsed)));
}
