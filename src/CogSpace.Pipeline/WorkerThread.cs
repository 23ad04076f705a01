using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CogSpace.Pipeline;

/// <summary>Runs a sequence on a thread of its own: the tensor library keeps its scopes per thread, and a computation should not block a caller's.</summary>
internal static class WorkerThread
{
    private const int Ahead = 8;

    /// <param name="work">Makes the items; its token is cancelled when the reader stops.</param>
    /// <param name="cancel">The reader's wish.</param>
    public static async IAsyncEnumerable<T> RunAsync<T>(
        Func<CancellationToken, IEnumerable<T>> work, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var worker = Task.Factory.StartNew(() => Produce(work, channel.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return item;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await worker.ConfigureAwait(false);    // no tensor outlives the sequence
        }
    }

    /// <summary>Runs a computation that gives one thing.</summary>
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

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
            writer.Complete(e);
        }
    }
}
