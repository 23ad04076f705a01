using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Visitors;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Attacks;

/// <summary>Who asks for videos and cancels them, again and again, leaves next to nothing behind.</summary>
public sealed class SubmitAndCancelTests : IDisposable
{
    private const int KeptOfAnOwner = 10;
    private const int KeptOfAnAddress = 30;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(200, false)]
    [InlineData(200, true)]
    [InlineData(4_000, false, Traits = ["kind", "slow"])]
    [InlineData(4_000, true, Traits = ["kind", "slow"])]
    public async Task ManyCancelledJobs_AreForgotten_InMemoryAndOnDisk(int jobs, bool isAlwaysNew)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var other = await SubmitAsync(server, Someone.At("198.51.100.1"), Sample.LongRequest());
        await Wait.ForStepAsync(other);       // so that the others wait
        var attacker = Someone.At("203.0.113.9");
        for (int i = 0; i < jobs; i++)
        {
            var job = await SubmitAsync(server, isAlwaysNew ? Someone.At("203.0.113.9") : attacker, Sample.Request());
            job.Cancel();
            Assert.Equal(JobState.Cancelled, job.Status.State);
        }

        int kept = isAlwaysNew ? KeptOfAnAddress : KeptOfAnOwner;
        Assert.InRange(server.Board.All.Count, kept + 1, kept + 2);       // with the one that runs, and the last one
        server.Sweeper.Sweep();
        Assert.Equal(kept + 1, server.Board.All.Count);
        Assert.Equal(
            server.Board.All.Select(job => job.Id).Order(),
            Directory.EnumerateDirectories(_folder["data", "jobs"]).Select(Path.GetFileName).Order());
        Assert.Equal(JobState.Running, other.Status.State);

        var next = await SubmitAsync(server, attacker, Sample.Request());       // nothing of it is held against anybody
        Assert.Equal(1, server.Board.PositionOf(next));
        next.Cancel();
        other.Cancel();
    }

    private static Task<GenerationJob> SubmitAsync(RunningServer server, Visitor visitor, GenerationRequest request) =>
        server.Board.SubmitAsync(visitor, request, Sample.Model, Cancel);
}
