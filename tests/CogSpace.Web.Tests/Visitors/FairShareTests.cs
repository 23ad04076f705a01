using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Visitors;

public sealed class FairShareTests
{
    private static readonly Visitor Me = new("me", "203.0.113.9");

    private readonly TestClock _clock = new();
    private readonly FairShare _share;
    private long _place;

    public FairShareTests() => _share = new FairShare(
        Options.Create(new FairShareOptions { WaitingJobs = 2, ComputePerDay = TimeSpan.FromMinutes(10) }),
        new ComputeLedger(_clock));

    [Fact]
    public void CheckJob_StopsAVisitorWithAFullShare_AndSaysUntilWhen()
    {
        var e = Assert.Throws<ShareUsedException>(() => Check(Job(Me), waiting: [Job(Me), Job(Me)]));

        Assert.Equal(
            "You already have 2 videos waiting, as many as one visitor may have here. You can ask for another when one of " +
            "them starts, in about 3 minutes.",
            e.Message);
        Check(Job(new Visitor("you", "198.51.100.1")), waiting: [Job(Me), Job(Me)]);
    }

    [Fact]
    public void CheckJob_CountsByAddress_SoThatNewCookiesGainNothing()
    {
        Turn[] waiting = [.. Enumerable.Range(0, 6).Select(i => Job(Me with { Owner = $"cookie {i}" }))];

        var e = Assert.Throws<ShareUsedException>(() => Check(Job(Me with { Owner = "yet another" }), waiting));

        Assert.StartsWith("6 videos from your internet connection already wait", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLastPlaces_AreForThoseWhoHaveNone()
    {
        Turn[] waiting = [Job(Me), Job(new Visitor("you", "198.51.100.1"))];

        Check(Job(Me with { Owner = "two" }), waiting, places: 4);
        var e = Assert.Throws<QueueFullException>(() => Check(Job(Me with { Owner = "two" }), waiting, places: 3));
        Assert.Contains("nearly full: 2 videos are waiting", e.Message, StringComparison.Ordinal);
        Check(Job(new Visitor("new", "192.0.2.1")), waiting, places: 3);
        Assert.Throws<QueueFullException>(() => Check(Job(new Visitor("new", "192.0.2.1")), waiting, places: 2));
    }

    [Fact]
    public void WhoHasAnAllowance_IsHeldToThat_AndLeavesTheLastPlacesToOthers()
    {
        var share = new FairShare(
            Options.Create(new FairShareOptions { WaitingJobs = 2, ComputePerDay = TimeSpan.FromMinutes(10) }),
            new ComputeLedger(_clock), allowances: new Allowances(new VisitorAllowance(4, 5, TimeSpan.FromHours(1), Weight: 3)));

        Check(Job(Me, seconds: 3000), waiting: [Job(Me), Job(Me)], running: [Job(Me)], share: share);
        Assert.StartsWith(
            "This key already has 4 videos waiting or being made",
            Assert.Throws<ShareUsedException>(
                () => Check(Job(Me), waiting: [Job(Me), Job(Me), Job(Me)], running: [Job(Me)], share: share)).Message,
            StringComparison.Ordinal);
        Assert.Throws<QueueFullException>(() => Check(Job(Me), waiting: [Job(Me)], places: 2, share: share));
        Assert.Equal(3, share.WeightOf(Me));

        for (int video = 0; video < 5; video++)
            share.Compute.Add(new ComputeEntry($"video {video}", Me, 1, _clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromHours(3));
        var e = Assert.Throws<ShareUsedException>(() => Check(Job(Me), waiting: [], share: share));
        Assert.Equal(
            "This key has used up the 5 videos that it may make in 24 hours. It can ask for the next one in about 21 hours.",
            e.Message);
        Assert.Equal(TimeSpan.FromHours(21), e.RetryAfter);
        _clock.Advance(TimeSpan.FromHours(22));
        Check(Job(Me), waiting: [], share: share);
    }

    [Fact]
    public void CheckJob_CountsTheDaysSeconds_OfWhatWaitsAndRunsToo_AndSaysWhenTheyAreForgotten()
    {
        Spend(Me, 400);
        Check(Job(Me, 200), []);
        Check(Job(Me, 100), waiting: [Job(Me, 50)], running: [Job(Me, 50)]);

        _clock.Advance(TimeSpan.FromHours(3));
        var e = Assert.Throws<ShareUsedException>(() => Check(Job(Me, 101), waiting: [Job(Me, 50)], running: [Job(Me, 50)]));
        Assert.Equal(
            "This video would take more than is left of the 10 minutes of computing that one visitor may use here in 24 " +
            "hours. You can ask for it in about 21 hours.",
            e.Message);
        Check(Job(Me with { Owner = "family" }, 101), []);

        _clock.Advance(TimeSpan.FromHours(21));
        Check(Job(Me, 500), []);
    }

    [Fact]
    public void CheckJob_CountsTheDaysSecondsOfAnAddress_ThreeTimesThoseOfAVisitor()
    {
        for (int i = 0; i < 3; i++)
            Spend(Me with { Owner = $"cookie {i}" }, 590);

        Check(Job(Me, 30), []);
        var e = Assert.Throws<ShareUsedException>(() => Check(Job(Me, 31), []));

        Assert.Contains("that all visitors from one address together may use", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SomebodyWhoHasUsedNothing_MayMakeAVideoOfAnyLength() => Check(Job(Me, 100_000), []);

    [Fact]
    public void ThePersonAtTheMachine_IsLimitedByTheQueueAlone()
    {
        var me = Visitor.OnThisMachine("me");
        Spend(me, 100_000);
        Turn[] waiting = [.. Enumerable.Range(0, 9).Select(_ => Job(me))];

        Check(Job(me), waiting, places: 10);
        Assert.Throws<QueueFullException>(() => Check(Job(me), waiting, places: 9));
    }

    private void Check(Turn wanted, Turn[] waiting, Turn[]? running = null, int places = 15, FairShare? share = null) =>
        (share ?? _share).CheckJob(wanted, waiting, running ?? [], places, _ => 150);

    private void Spend(Visitor visitor, double seconds) =>
        _share.Compute.Add(new ComputeEntry(UnguessableId.New(), visitor, seconds, _clock.GetUtcNow()));

    private Turn Job(Visitor visitor, double seconds = 10) => new(visitor, ++_place, seconds);

    private sealed class Allowances(VisitorAllowance allowance) : IAllowances
    {
        public VisitorAllowance? Of(Visitor visitor) => visitor == Me ? allowance : null;
    }
}
