using CogSpace.Web.Components.Studio;

namespace CogSpace.Web.Tests.Browser;

public sealed class PulseTests
{
    [Fact]
    public async Task Raise_FailureIsHandedOn_AndTheNextComes()
    {
        var failures = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int calls = 0;
        var pulse = new Pulse(Act, e =>
        {
            failures.SetResult(e);
            return Task.CompletedTask;
        });

        pulse.Raise();
        var failure = await failures.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        pulse.Raise();
        await came.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal("the page cannot be drawn", failure.Message);

        Task Act()
        {
            if (++calls == 1)
                throw new InvalidOperationException("the page cannot be drawn");
            came.SetResult();
            return Task.CompletedTask;
        }
    }
}
