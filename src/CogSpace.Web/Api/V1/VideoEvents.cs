using System.Text.Json;
using CogSpace.Web.Api.Documents;
using CogSpace.Web.Jobs;
using CogSpace.Web.Operations;

namespace CogSpace.Web.Api.V1;

/// <summary>Sends every change of a video as a server-sent event, each of them the whole video.</summary>
/// <remarks>
/// An event's id says what it showed, so a program that comes back with the last one waits for the next change, also after a
/// restart.
/// </remarks>
internal sealed class VideoEvents(JobBoard board, VideoViews views, EventStreams streams, TimeProvider time)
{
    private const string LastEvent = "Last-Event-ID";

    public static void Map(RouteGroupBuilder api) => api.MapGet(
        "/videos/{id}/events", (string id, HttpContext context, VideoEvents events) => events.SendAsync(context, context.Own(id)))
        .Describe(
            "watchVideo", "Videos", "Hear of every change of a video until it is over",
            new ApiOperation { Headers = [(LastEvent, "The id of the last event that you have seen")] }, 404)
        .Produces<Video>(StatusCodes.Status200OK, EventStreams.MediaType)
        .Produces(StatusCodes.Status204NoContent);

    private async Task<IResult> SendAsync(HttpContext context, GenerationJob job)
    {
        string? seen = context.Request.Headers[LastEvent];
        if (job.Status.IsOver && seen == MarkOf(job))
            return Results.NoContent();       // tells a browser not to come back
        return await streams.OpenAsync(context, context.Caller().Visitor, end => WriteAsync(context, job, seen, end));
    }

    private async Task WriteAsync(HttpContext context, GenerationJob job, string? seen, CancellationToken end)
    {
        var news = new StreamNews(time);
        using var subscription = board.OnChange(job.Owner, news.Raise);
        while (!job.IsDeleted)
        {
            bool isOver = job.Status.IsOver;       // before it is shown, so that the end is always shown
            string mark = MarkOf(job);
            if (mark != seen && !IsBetween(job))
            {
                seen = mark;
                string data = JsonSerializer.Serialize(views.Of(context, job), ApiJson.Options);
                await EventStreams.SendAsync(context, $"id: {mark}\ndata: {data}\n\n", end);
            }

            if (isOver)
                return;
            if (await news.WaitAsync(end))
                continue;
            do
                await EventStreams.SendAsync(context, ":\n\n", end);
            while (!await news.HeardAsync(end));
        }
    }

    // On its way into the queue or out of it: what comes next is worth telling.
    private bool IsBetween(GenerationJob job) => job.Status.State == JobState.Queued && board.PositionOf(job) is null;

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
