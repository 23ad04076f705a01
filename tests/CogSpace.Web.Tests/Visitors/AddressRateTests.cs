using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Visitors;

public sealed class AddressRateTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void Take_AllowsABurst_AndThenSoManyASecond_OfEachAddress()
    {
        var rate = new AddressRate(burst: 10, perSecond: 2, _clock);

        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => rate.Take("203.0.113.9")));
        Assert.True(rate.Take("203.0.113.10"));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(6, Enumerable.Range(0, 100).Count(_ => rate.Take("203.0.113.9")));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => rate.Take("203.0.113.9")));
    }

    [Fact]
    public void Take_RemembersSoManyAddresses_AndTheOneThatAsksMostLongest()
    {
        var rate = new AddressRate(burst: 10, perSecond: 2, _clock);
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => rate.Take("203.0.113.9")));

        for (int i = 0; i < 5 * AddressRate.MostAddresses; i++)
            Assert.True(rate.Take($"2001:db8:{i:x}::/64"));

        Assert.InRange(rate.Count, 1, AddressRate.MostAddresses);
        Assert.False(rate.Take("203.0.113.9"));
    }
}
