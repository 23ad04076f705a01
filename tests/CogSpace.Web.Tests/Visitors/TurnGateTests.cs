using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Visitors;

public sealed class TurnGateTests
{
    private static readonly Visitor Busy = Someone.At("203.0.113.9");
    private static readonly Visitor Other = Someone.At("198.51.100.1");
    private static readonly Visitor Third = Someone.At("192.0.2.1");

    private readonly TurnGate _gate = new(atOnce: 2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneVisitor_NeverHoldsTheOthersUp()
    {
        using var first = await _gate.EnterAsync(Busy, Cancel);
        var more = Enumerable.Range(0, 10).Select(_ => _gate.EnterAsync(Busy with { Owner = "cookie" }, Cancel)).ToArray();

        var other = _gate.EnterAsync(Other, Cancel);

        Assert.True(other.IsCompletedSuccessfully);
        Assert.All(more, each => Assert.False(each.IsCompleted));
        var third = _gate.EnterAsync(Third, Cancel);
        (await other).Dispose();
        (await third).Dispose();
        first.Dispose();
        foreach (var each in more)
            (await each).Dispose();
    }

    [Fact]
    public async Task AVisitorWhoLeavesTheLine_IsNotWaitedFor()
    {
        using var first = await _gate.EnterAsync(Busy, Cancel);
        using var leaving = new CancellationTokenSource();
        var gone = _gate.EnterAsync(Busy, leaving.Token);
        var next = _gate.EnterAsync(Busy, Cancel);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        first.Dispose();

        (await next).Dispose();
    }
}
