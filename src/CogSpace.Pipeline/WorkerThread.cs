using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CogSpace.Pipeline;

/// <summary>
/// Runs sequences on a thread of its own, one after the other: the tensor library keeps its scopes per thread, and a
/// computation should not block a caller's. It is always the same thread, because the libraries below keep helpers and memory
/// for each thread that calls them, and a new one for each video would leave ever more behind.
/// </summary>
internal sealed class WorkerThread : IDisposable
{
    private const int Ahead = 8;

    private readonly BlockingCollection<Action> _work = [];

    public WorkerThread() => new Thread(Work) { IsBackground = true, Name = nameof(WorkerThread) }.Start();

    /// <param name="work">Makes the items; its token is cancelled when the reader stops.</param>
    /// <param name="cancel">The reader's wish.</param>
    public async IAsyncEnumerable<T> RunAsync<T>(
        Func<CancellationToken, IEnumerable<T>> work, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = stop.Token;
        _work.Add(() =>
        {
            Produce(work, channel.Writer, token);
            ended.SetResult();
        }, CancellationToken.None);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(CancellationToken.None))
                yield return item;
        }
        finally
        {
            await stop.CancelAsync();
            await ended.Task;    // no tensor outlives the sequence
        }
    }

    /// <summary>Runs a computation that gives one thing.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                result.SetResult(work());
            }
            catch (Exception e)
            {
                result.SetException(MemoryShortage.Explain(e));
            }
        });
        return result.Task;
    }

    /// <summary>The thread ends after the sequence that it is at.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        foreach (var next in _work.GetConsumingEnumerable())
            next();
        _work.Dispose();
    }

    private static void Produce<T>(Func<CancellationToken, IEnumerable<T>> work, ChannelWriter<T> writer, CancellationToken stop)
    {
        try
        {
            foreach (var item in work(stop))
            {
                while (!writer.TryWrite(item))
                {
                    if (!writer.WaitToWriteAsync(stop).AsTask().GetAwaiter().GetResult())
                        return;
                }
            }

            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(MemoryShortage.Explain(e));
        }
    }
}
