using System.Diagnostics;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;

namespace CogSpace.Web.Api.Gradio;

/// <summary>Tells sessions of their events. Who listens, and for how long, makes no difference to the events.</summary>
/// <remarks>
/// A stream tells of what has not been told yet, and where all has been, of everything once more. So a client that lost its
/// stream opens another one; and one that was told while nobody listened any more names its event when it joins again.
/// </remarks>
internal sealed class GradioStream(
    GradioQueue queue, GradioCalls calls, GradioFiles files, JobBoard board, EventStreams streams, TimeProvider time)
{
    /// <summary>All events of a session, in one stream.</summary>
    public Task<IResult> OfSessionAsync(HttpContext context, string? secret)
    {
        var session = GradioSession.Of(context.Caller(), secret);
        return streams.OpenAsync(
            context, session.Caller.Visitor,
            end => FollowAsync(context, session.Caller.Owner, new Listener(() => [.. queue.Of(session)], Write), end),
            Write(Said(context, UnexpectedErrorMessage.OfEndingServer)));
    }

    /// <summary>One event, told by names of events.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public Task<IResult> OfEventAsync(HttpContext context, string name, string id, string? secret)
    {
        if (queue.Find(id, context.Caller(), secret) is not { } known || known.Function.Name != name)
            throw GradioQueue.NotFound();
        string owner = known is KnownJob job ? job.Job.Owner : context.Caller().Owner;
        return streams.OpenAsync(
            context, context.Caller().Visitor,
            end => FollowAsync(context, owner, new Listener(() => [known], WriteNamed), end));
    }

    /// <summary>Waits until an event is over.</summary>
    /// <returns>How it ended, in the language of the request.</returns>
    public async Task<ProcessCompletedMessage> EndOfAsync(HttpContext context, KnownEvent known, CancellationToken cancel)
    {
        var news = new StreamNews(time);
        using var jobs = known is KnownJob job ? job.Job.OnChange(news.Raise) : null;
        using var others = calls.OnChange(news.Raise);
        var followed = Follow(context, known, news.Raise, cancel);
        while (true)
        {
            if ((await followed.NewsAsync()).OfType<ProcessCompletedMessage>().FirstOrDefault() is { } last)
                return (ProcessCompletedMessage)Said(context, last);
            await news.WaitAsync(cancel);
        }
    }

    private FollowedEvent Follow(HttpContext context, KnownEvent known, Action wake, CancellationToken end) => known switch
    {
        KnownJob job => new FollowedJob(job, board, files, context.Request, wake, end),
        KnownCall call => new FollowedCall(call),
        _ => throw new UnreachableException(),
    };

    private async Task FollowAsync(HttpContext context, string owner, Listener listener, CancellationToken end)
    {
        var news = new StreamNews(time);
        using var jobs = board.OnChange(owner, news.Raise);
        using var others = calls.OnChange(news.Raise);
        var followed = new Dictionary<string, FollowedEvent>(StringComparer.Ordinal);
        while (true)
        {
            var all = listener.Events();
            bool isAgain = followed.Count == 0 && all.All(known => known.IsTold);
            foreach (var known in all.Where(known => isAgain || !known.IsTold))
            {
                if (!followed.TryGetValue(known.Id, out var earlier) || (earlier.IsDone && !known.IsTold))
                    followed[known.Id] = Follow(context, known, news.Raise, end);
            }

            if (followed.Count == 0)
            {
                await SendAsync(new UnexpectedErrorMessage(GradioQueue.Missing, SessionNotFound: true));
                return;
            }

            foreach (var one in followed.Values.Where(one => !one.IsDone))
            {
                foreach (var message in await one.NewsAsync())
                    await SendAsync(message);
                if (one.IsDone)
                    one.Known.Tell(isTold: true);
            }

            if (followed.Values.All(one => one.IsDone))
            {
                await SendAsync(new CloseStreamMessage());
                return;
            }

            if (!await news.WaitAsync(end))
                await SendAsync(new HeartbeatMessage());
        }

        async Task SendAsync(GradioMessage message)
        {
            if (listener.Write(Said(context, message)) is { } text)
                await EventStreams.SendAsync(context, text, end);
        }
    }

    private static string Write(GradioMessage message) => $"data: {GradioJson.Write(message)}\n\n";

    private static string? WriteNamed(GradioMessage message) => message switch
    {
        ProcessCompletedMessage { Output: GradioOutput output } => $"event: complete\ndata: {GradioJson.Write(output.Data)}\n\n",
        ProcessCompletedMessage completed => $"event: error\ndata: {GradioJson.Write(completed.Output)}\n\n",
        HeartbeatMessage => "event: heartbeat\ndata: null\n\n",
        _ => null,
    };

    // In the language of the request.
    private static GradioMessage Said(HttpContext context, GradioMessage message) => message switch
    {
        ProcessCompletedMessage { Output: GradioError error } completed =>
            completed with { Output = new GradioError(context.Sentences().Say(error.Error)) },
        UnexpectedErrorMessage { SessionNotFound: true } unknown =>
            unknown with { Message = context.Sentences().Say(unknown.Message) },
        _ => message,
    };

    /// <param name="Events">Those to tell of, as they are now.</param>
    /// <param name="Write">A message as it is sent; null: it is not.</param>
    private sealed record Listener(Func<IReadOnlyList<KnownEvent>> Events, Func<GradioMessage, string?> Write);
}
