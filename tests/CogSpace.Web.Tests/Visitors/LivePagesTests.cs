using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Visitors;

public sealed class LivePagesTests
{
    private readonly TestClock _clock = new();
    private readonly LivePages _pages;

    public LivePagesTests() => _pages = new LivePages(
        new FairShare(
            Options.Create(new FairShareOptions { PagesPerAddress = 2, Pages = 3 }), new ComputeLedger(new TestClock())), _clock);

    [Fact]
    public void Open_StopsAtWhatAnAddressMayHave_AndInAll()
    {
        var first = Open("203.0.113.9");
        Assert.NotNull(Open("203.0.113.9"));
        Assert.Null(Open("203.0.113.9"));
        Assert.NotNull(Open("198.51.100.1"));
        Assert.Null(Open("192.0.2.1"));

        first!.Dispose();

        Assert.NotNull(Open("192.0.2.1"));
    }

    [Fact]
    public void WhenThereIsNoPlace_ThePageThatWasLeftIdleLongest_IsClosed()
    {
        var (idle, busy, late) = (Someone.At("203.0.113.9"), Someone.At("203.0.113.9"), Someone.At("203.0.113.9"));
        var closed = new List<Visitor>();
        _pages.Open(idle, () => closed.Add(idle));
        _pages.Open(busy, () => closed.Add(busy));
        _clock.Advance(LivePages.IdleAfter + TimeSpan.FromSeconds(1));
        _pages.Touch(busy.Owner);

        Assert.NotNull(_pages.Open(late, () => closed.Add(late)));
        Assert.Equal([idle], closed);
        Assert.Null(Open("203.0.113.9"));
    }

    private IDisposable? Open(string address) => _pages.Open(Someone.At(address), () => { });
}
