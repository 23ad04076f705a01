using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Visitors;

public sealed class TurnOrderTests
{
    private readonly TurnOrder _order = new();
    private long _place;

    [Fact]
    public void Of_TakesAddressesInTurn_HoweverManyJobsOneHasSent()
    {
        Turn[] many = [.. Enumerable.Range(0, 5).Select(_ => Job("a", "one"))];
        var late = Job("b", "two");
        var later = Job("c", "three");

        Assert.Equal([many[0], late, later, .. many[1..]], _order.Of([.. many, late, later]));
    }

    [Fact]
    public void Of_CountsSeconds_NotJobs()
    {
        Turn[] large = [Job("a", "one", 100), Job("a", "one", 100)];
        Turn[] small = [.. Enumerable.Range(0, 12).Select(_ => Job("b", "two", 10))];

        // Ten small ones are worth one large one; where both are even, the one that came first goes first.
        Assert.Equal([large[0], .. small[..10], large[1], .. small[10..]], _order.Of([.. large, .. small]));
    }

    [Fact]
    public void Of_GivesWhoHasMoreWeight_SoManyTimesAsMuch()
    {
        Turn[] heavy = [.. Enumerable.Range(0, 4).Select(_ => Job("a", "one") with { Weight = 2 })];
        Turn[] light = [Job("b", "two"), Job("b", "two")];

        Assert.Equal([heavy[0], light[0], heavy[1], heavy[2], light[1], heavy[3]], _order.Of([.. heavy, .. light]));
    }

    [Fact]
    public void Of_TakesOwnersOfOneAddressInTurn_SoThatNewCookiesGainNothing()
    {
        Turn[] cookies = [.. Enumerable.Range(0, 4).Select(i => Job("a", $"cookie {i}"))];
        Turn[] other = [Job("b", "two"), Job("b", "two")];
        Assert.Equal(
            [cookies[0], other[0], cookies[1], other[1], .. cookies[2..]], _order.Of([.. cookies, .. other]));

        Turn[] family = [Job("h", "parent"), Job("h", "parent"), Job("h", "child")];
        Assert.Equal([family[0], family[2], family[1]], _order.Of(family));
    }

    [Fact]
    public void Take_IsRemembered_WhenTheSameVisitorComesAgain()
    {
        var (first, waiting) = (Job("a", "one"), Job("b", "two"));
        _order.Take(first);
        var again = Job("a", "one");

        Assert.Equal([waiting, again], _order.Of([again, waiting]));
    }

    [Fact]
    public void TimeWithoutJobs_IsNotSavedUp()
    {
        for (int i = 0; i < 10; i++)
            _order.Take(Job("a", "one"));
        Turn[] others = [.. Enumerable.Range(0, 5).Select(_ => Job("b", "two"))];
        var again = Job("a", "one");

        // Two turns for the newcomer, not ten.
        Assert.Equal([.. others[..2], again, .. others[2..]], _order.Of([.. others, again]));
    }

    [Fact]
    public void Correct_GivesBackWhatWasNotUsed()
    {
        var cancelled = Job("a", "one", 1000);
        _order.Take(cancelled);
        _order.Take(Job("b", "two", 50));
        var (mine, theirs) = (Job("a", "one"), Job("b", "two"));
        Assert.Equal([theirs, mine], _order.Of([mine, theirs]));

        _order.Correct(cancelled, 1);

        Assert.Equal([mine, theirs], _order.Of([mine, theirs]));
    }

    [Fact]
    public void WhatWasInterrupted_ComesFirst()
    {
        var (first, second) = (Job("a", "one"), Job("b", "two"));
        var interrupted = Job("b", "three") with { IsNext = true };

        Assert.Equal(interrupted, _order.Of([first, second, interrupted])[0]);
    }

    private Turn Job(string address, string owner, double seconds = 10) => new(new Visitor(owner, address), ++_place, seconds);
}
