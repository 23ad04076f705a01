using CogSpace.Web.Visitors;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.Web.Tests.Visitors;

public sealed class RefusalPauseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task SoManyWait_AndOthersHearAtOnce()
    {
        var pause = new RefusalPause(_clock);
        var waiting = Enumerable.Range(0, RefusalPause.Most).Select(_ => pause.WaitAsync(CancellationToken.None)).ToList();

        Assert.True(pause.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.All(waiting, each => Assert.False(each.IsCompleted));
        Assert.Equal(RefusalPause.Most, pause.Waiting);

        _clock.Advance(RefusalPause.Longest);
        await Task.WhenAll(waiting);
        Assert.Equal(0, pause.Waiting);
    }

    [Fact]
    public async Task WhoHasGone_TakesNoPlace()
    {
        var pause = new RefusalPause(_clock);
        using var gone = new CancellationTokenSource();
        var waiting = pause.WaitAsync(gone.Token);

        await gone.CancelAsync();

        await waiting;
        Assert.Equal(0, pause.Waiting);
    }
}
