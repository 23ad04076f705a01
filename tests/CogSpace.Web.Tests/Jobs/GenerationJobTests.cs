using CogSpace.Generation;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

public sealed class GenerationJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;

    public GenerationJobTests() => _data = Sample.Open(_folder);

    [Fact]
    public async Task MarkInterrupted_DuringSuccess_LeavesTheJobFinished()
    {
        var store = Sample.StoreOf(_data);
        var seconds = new Dictionary<GenerationStage, double>();
        for (int i = 1; i <= 40; i++)
        {
            var job = Sample.Job(Sample.Record(i), store);
            job.Start();
            using var together = new Barrier(2);

            await Task.WhenAll(Racing(() => job.Succeed(Sample.Recipe(), [], seconds)), Racing(job.MarkInterrupted));

            Assert.Equal(JobState.Finished, job.Status.State);
            Assert.Equal(JobState.Finished, store.Load()[^1].State);

            Task Racing(Action change) => Task.Run(() =>
            {
                together.SignalAndWait();
                change();
            });
        }
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }
}
