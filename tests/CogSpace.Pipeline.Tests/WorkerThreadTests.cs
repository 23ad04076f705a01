namespace CogSpace.Pipeline.Tests;

public sealed class WorkerThreadTests : IDisposable
{
    private readonly WorkerThread _worker = new();

    public void Dispose() => _worker.Dispose();

    [Fact]
    public async Task RunAsync_GivesAllItemsInOrder()
    {
        var items = new List<int>();
        await foreach (int item in _worker.RunAsync(_ => Enumerable.Range(0, 100), CancellationToken.None))
            items.Add(item);
        Assert.Equal(Enumerable.Range(0, 100), items);
    }

    [Fact]
    public async Task RunAsync_WorkFails_TheReaderSeesThatVeryException()
    {
        static IEnumerable<int> Fail()
        {
            yield return 1;
            throw new InvalidTimeZoneException("in the middle");
        }

        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (int _ in _worker.RunAsync(_ => Fail(), CancellationToken.None))
            {
            }
        });
    }

    [Fact]
    public async Task RunAsync_ReaderStops_TheWorkIsDisposedFirst()
    {
        bool disposed = false;
        IEnumerable<int> Endless()
        {
            try
            {
                while (true)
                    yield return 1;
            }
            finally
            {
                disposed = true;
            }
        }

        await foreach (int _ in _worker.RunAsync(_ => Endless(), CancellationToken.None))
            break;
        Assert.True(disposed);
    }

    [Fact]
    public async Task RunAsync_OneThing_GivesItOrItsFailure()
    {
        Assert.Equal(3, await _worker.RunAsync(() => 3));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            _worker.RunAsync<int>(() => throw new InvalidTimeZoneException("at once"))
        );
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            _worker.RunAsync<int>(() => throw new OperationCanceledException())
        );
        Assert.Equal(4, await _worker.RunAsync(() => 4));
    }

    [Fact]
    public async Task RunAsync_WorkFailed_TheNextGoesOn()
    {
        static IEnumerable<int> Fail() => throw new InvalidTimeZoneException("at once");
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
            await _worker.RunAsync(_ => Fail(), CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken)
        );

        Assert.Equal(
            [1, 2],
            await _worker
                .RunAsync(_ => Enumerable.Range(1, 2), CancellationToken.None)
                .ToListAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task RunAsync_StaysOnOneThread()
    {
        var threads = new HashSet<int>();
        IEnumerable<int> Work()
        {
            for (int i = 0; i < 50; i++)
            {
                threads.Add(Environment.CurrentManagedThreadId);
                yield return i;
            }
        }

        for (int i = 0; i < 3; i++)
        {
            await foreach (int _ in _worker.RunAsync(_ => Work(), CancellationToken.None))
                await Task.Yield();
        }

        Assert.Single(threads);
    }
}
