using System.Threading.Channels;

namespace CogSpace.Web.Api;

/// <summary>Wakes a stream of events when there is something new, and not too often.</summary>
internal sealed class StreamNews(TimeProvider time)
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(250);

    private readonly Channel<bool> _news =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something new. On any thread.</summary>
    public void Raise() => _news.Writer.TryWrite(true);

    /// <summary>Waits for news after a short pause.</summary>
    /// <returns>Whether there are any; else it is time to show that the connection is alive.</returns>
    public async Task<bool> WaitAsync(CancellationToken end)
    {
        await Task.Delay(LeastPause, time, end);
        return await HeardAsync(end);
    }

    /// <summary>Waits for news.</summary>
    /// <inheritdoc cref="WaitAsync"/>
    public async Task<bool> HeardAsync(CancellationToken end)
    {
        try
        {
            await _news.Reader.ReadAsync(end).AsTask().WaitAsync(EventStreams.Heartbeat, time, end);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
