using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Visitors;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Jobs;

public sealed class JobQueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly JobQueue _queue = new(
        Options.Create(new JobOptions { QueueLength = 3 }),
        new FairShare(Options.Create(new FairShareOptions()), new ComputeLedger(TimeProvider.System)),
        NullLogger<JobQueue>.Instance);

    public JobQueueTests() => _data = Sample.Open(_folder);

    [Fact]
    public void Reserve_WhenAllPlacesAreTaken_SaysHowManyWait()
    {
        for (int i = 0; i < 3; i++)
            Reserve();

        var e = Assert.Throws<QueueFullException>(() => Reserve());

        Assert.Equal(3, e.Waiting);
        Assert.Contains("3 videos are waiting", e.Message, StringComparison.Ordinal);
        _queue.GiveUp(2);
        Assert.Equal(4, Reserve());
        Assert.Throws<QueueFullException>(() => Reserve());
    }

    [Fact]
    public async Task ReadAll_LetsVisitorsTakeTurns_AsTheirPlacesSay()
    {
        var (one, two) = (Someone.At("203.0.113.9"), Someone.At("198.51.100.1"));
        var jobs = new[] { Job(1, one), Job(2, one), Job(3, one), Job(4, two) };
        foreach (var job in jobs)
            _queue.Add(job);

        Assert.Equal([1, 3, 4, 2], jobs.Select(_queue.PositionOf));
        Assert.Equal(
            [1L, 4, 2, 3],
            new[] { await NextAsync(), await NextAsync(), await NextAsync(), await NextAsync() }.Select(job => job.Place));
    }

    [Fact]
    public async Task Recall_OfWhatRanBeforeARestart_CountsAsATurn()
    {
        var (one, two) = (Someone.At("203.0.113.9"), Someone.At("198.51.100.1"));
        var ended = DateTimeOffset.UtcNow;
        _queue.Recall(Job(1, one, ended.AddSeconds(-50), ended), ended);
        _queue.Add(Job(2, one));
        _queue.Add(Job(3, two));

        Assert.Equal(3, (await NextAsync()).Place);
    }

    [Fact]
    public async Task ReadAll_FollowsThePlaces_AndInterruptedJobsComeFirst()
    {
        var jobs = new[] { Job(3), Job(1), Job(2) };
        foreach (var job in jobs)
            _queue.Add(job);

        Assert.Equal([3, 1, 2], jobs.Select(_queue.PositionOf));
        var first = await NextAsync();
        Assert.Equal(1, first.Place);
        _queue.Add(first);
        Assert.Equal(1, _queue.PositionOf(first));
        Assert.Equal([1L, 2, 3], new[] { await NextAsync(), await NextAsync(), await NextAsync() }.Select(job => job.Place));
    }

    [Fact]
    public async Task Cancel_TakesAWaitingJobOut()
    {
        var jobs = new[] { Job(1), Job(2) };
        foreach (var job in jobs)
            _queue.Add(job);
        int moves = 0;
        using var subscription = _queue.Changes.Subscribe(_ => moves++);

        jobs[0].Cancel();

        Assert.Equal(JobState.Cancelled, jobs[0].Status.State);
        Assert.Null(_queue.PositionOf(jobs[0]));
        Assert.Equal(1, _queue.PositionOf(jobs[1]));
        Assert.Equal(1, moves);
        Assert.Same(jobs[1], await NextAsync());
    }

    [Fact]
    public void Add_OfAJobThatWasCancelledBefore_LetsItGoAtOnce()
    {
        var job = Job(1);
        job.Cancel();

        _queue.Add(job);

        Assert.Equal(JobState.Cancelled, job.Status.State);
        Assert.Null(_queue.PositionOf(job));
    }

    public void Dispose()
    {
        _queue.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }

    private long Reserve() => _queue.Reserve(Visitor.OnThisMachine("me"), 10);

    private GenerationJob Job(
        long place, Visitor? visitor = null, DateTimeOffset? started = null, DateTimeOffset? ended = null) => new(
        Sample.Record(place, owner: visitor?.Owner) with
        {
            Address = visitor?.Address,
            Started = started,
            Ended = ended,
        },
        Sample.StoreOf(_data), TimeProvider.System,
        NullLogger.Instance);

    private async Task<GenerationJob> NextAsync()
    {
        await foreach (var job in _queue.ReadAllAsync(TestContext.Current.CancellationToken))
            return job;
        throw new InvalidOperationException("The queue does not end.");
    }
}
