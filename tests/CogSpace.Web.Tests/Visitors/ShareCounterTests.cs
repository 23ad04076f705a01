using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Visitors;

public sealed class ShareCounterTests
{
    private readonly ShareCounter _counter = new(perOwner: 2, perAddress: 3, inAll: 5);

    [Fact]
    public void Take_StopsAtTheOwner_ThenAtTheAddress_ThenInAll()
    {
        var one = new Visitor("one", "a");
        Assert.Equal(ShareLimit.None, Take(one));
        Assert.Equal(ShareLimit.None, Take(one));
        Assert.Equal(ShareLimit.Owner, Take(one));
        Assert.Equal(ShareLimit.None, Take(new Visitor("cookie", "a")));
        Assert.Equal(ShareLimit.Address, Take(new Visitor("another cookie", "a")));
        Assert.Equal(ShareLimit.None, Take(new Visitor("two", "b")));
        Assert.Equal(ShareLimit.None, Take(Visitor.OnThisMachine("me")));
        Assert.Equal(ShareLimit.All, Take(new Visitor("three", "c")));
        Assert.Equal(ShareLimit.All, Take(Visitor.OnThisMachine("me")));
    }

    [Fact]
    public void WhatIsGivenBack_CanBeTakenAgain_AndIsGivenBackOnce()
    {
        var one = new Visitor("one", "a");
        _counter.Take(one, out var first);
        _counter.Take(one, out _);

        first!.Dispose();
        first.Dispose();

        Assert.Equal(ShareLimit.None, Take(one));
        Assert.Equal(ShareLimit.Owner, Take(one));
    }

    [Fact]
    public void ThePersonAtTheMachine_HasNoShare()
    {
        var me = Visitor.OnThisMachine("me");

        Assert.Equal(Enumerable.Repeat(ShareLimit.None, 5), Enumerable.Range(0, 5).Select(_ => Take(me)));
    }

    private ShareLimit Take(Visitor visitor) => _counter.Take(visitor, out _);
}
