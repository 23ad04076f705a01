using System.Text;
using CogSpace.Web.Operations;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Api;

/// <summary>Opens streams of server-sent events: a limited number for each caller and address, and in all.</summary>
internal sealed class EventStreams(ServerMeter meter, IHostApplicationLifetime lifetime)
{
    public const string MediaType = "text/event-stream";

    private const int PerCaller = 20;
    private const int InAll = 500;

    private readonly ShareCounter _open = new(PerCaller, PerCaller * FairShare.AddressFactor, InAll);

    /// <summary>Something is sent at least this often, so that no proxy on the way takes the connection for dead.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(15);

    /// <param name="context">The request that is answered.</param>
    /// <param name="visitor">Whose stream it is.</param>
    /// <param name="write">Sends the events, until the client goes or the server ends, which cancels it.</param>
    /// <param name="last">What is sent when the server ends before the stream; null: nothing.</param>
    /// <exception cref="ShareUsedException">Too many are open.</exception>
    public async Task<IResult> OpenAsync(
        HttpContext context, Visitor visitor, Func<CancellationToken, Task> write, string? last = null)
    {
        if (_open.Take(visitor, out var use) != ShareLimit.None)
        {
            meter.Refused("request", RefusalReason.Share);
            throw new ShareUsedException("Too many streams of events are open at once. Please close one of them.");
        }

        using (use)
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping))
        {
            context.Response.ContentType = MediaType;
            context.Response.Headers["X-Accel-Buffering"] = "no";       // Nginx would keep events until there are many
            try
            {
                await write(end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                if (last is not null && !context.RequestAborted.IsCancellationRequested)
                    await SendAsync(context, last, context.RequestAborted);
            }
        }

        return Results.Empty;
    }

    /// <summary>Sends an event at once.</summary>
    public static async Task SendAsync(HttpContext context, string text, CancellationToken end)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), end);
        await context.Response.Body.FlushAsync(end);
    }
}
