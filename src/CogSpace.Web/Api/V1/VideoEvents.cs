using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CogSpace.Web.Api.Documents;
using CogSpace.Web.Jobs;
using CogSpace.Web.Operations;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Api.V1;

/// <summary>Sends every change of a video as a server-sent event, each of them the whole video.</summary>
/// <remarks>
/// An event's id says what it showed, so whoever comes back with the last one waits for the next change, also after a restart.
/// </remarks>
internal sealed class VideoEvents(
    JobBoard board, VideoViews views, ServerMeter meter, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const string MediaType = "text/event-stream";
    private const string LastEvent = "Last-Event-ID";
    private const int PerCaller = 20;
    private const int InAll = 500;

    // So that whoever stands between does not think that nobody is there.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(250);

    private readonly ShareCounter _open = new(PerCaller, PerCaller * FairShare.AddressFactor, InAll);

    public static void Map(RouteGroupBuilder api) => api.MapGet(
        "/videos/{id}/events", (string id, HttpContext context, VideoEvents events) => events.SendAsync(context, context.Own(id)))
        .Describe(
            "watchVideo", "Videos", "Hear of every change of a video until it is over",
            new ApiOperation { Headers = [(LastEvent, "The id of the last event that you have seen")] }, 404)
        .Produces<Video>(StatusCodes.Status200OK, MediaType)
        .Produces(StatusCodes.Status204NoContent);

    private async Task<IResult> SendAsync(HttpContext context, GenerationJob job)
    {
        string? seen = context.Request.Headers[LastEvent];
        if (job.Status.IsOver && seen == MarkOf(job))
            return Results.NoContent();       // tells a browser not to come back
        if (_open.Take(context.Caller().Visitor, out var use) != ShareLimit.None)
        {
            meter.Refused("request", RefusalReason.Share);
            throw new ShareUsedException("Too many videos are watched at once. Please close one of the streams of events.");
        }

        using (use)
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping))
        {
            context.Response.ContentType = MediaType;
            context.Response.Headers["X-Accel-Buffering"] = "no";       // Nginx would keep events until there are many
            try
            {
                await WriteAsync(context, job, seen, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // It comes back with the last event that it saw.
            }
        }

        return Results.Empty;
    }

    private async Task WriteAsync(HttpContext context, GenerationJob job, string? seen, CancellationToken end)
    {
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = board.OnChange(job.Owner, () => news.Writer.TryWrite(true));
        while (!job.IsDeleted)
        {
            bool isOver = job.Status.IsOver;       // before it is shown, so that the end is always shown
            string mark = MarkOf(job);
            if (mark != seen && !IsBetween(job))
            {
                seen = mark;
                string data = JsonSerializer.Serialize(views.Of(context, job), ApiJson.Options);
                await SendAsync(context, $"id: {mark}\ndata: {data}\n\n", end);
            }

            if (isOver)
                return;
            await Task.Delay(LeastPause, time, end);
            while (!await HeardAsync(news.Reader, end))
                await SendAsync(context, ":\n\n", end);
        }
    }

    // On its way into the queue or out of it: what comes next is worth telling.
    private bool IsBetween(GenerationJob job) => job.Status.State == JobState.Queued && board.PositionOf(job) is null;

    private async Task<bool> HeardAsync(ChannelReader<bool> news, CancellationToken end)
    {
        try
        {
            await news.ReadAsync(end).AsTask().WaitAsync(Heartbeat, time, end);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task SendAsync(HttpContext context, string text, CancellationToken end)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), end);
        await context.Response.Body.FlushAsync(end);
    }

    // "queued-2", "running-12-denoising-6", "finished".
    private string MarkOf(GenerationJob job)
    {
        var status = job.Status;
        return string.Join('-', new object?[]
        {
            ServerMeter.Word(status.State),
            board.PositionOf(job),
            status.State == JobState.Running ? status.Percent : null,
            status.Progress is { } progress ? $"{ServerMeter.Word(progress.Stage)}-{progress.Step}" : null,
            status.Delay is null ? null : "delayed",
        }.Where(part => part is not null));
    }
}
