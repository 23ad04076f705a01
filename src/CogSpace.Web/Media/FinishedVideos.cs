using CogSpace.Web.Jobs;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Media;

/// <summary>Hands out videos, posters and what they were made from to their owners. What is not theirs, or not finished, does not exist.</summary>
public static class FinishedVideos
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFinishedVideos(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/videos/{id}.mp4", Methods, Video);
        endpoints.MapMethods("/videos/{id}/before.mp4", Methods, Before);
        endpoints.MapMethods("/videos/{id}.jpg", Methods, Poster);
        endpoints.MapMethods("/videos/{id}/input", Methods, Source);
    }

    private static IResult Video(string id, string? download, OwnerContext owner, JobBoard board, JobStore store, HttpResponse response) =>
        board.Find(owner.Owner, id) is { Status.State: JobState.Finished } job
            ? Send(response, store.VideoPath(job.Id), "video/mp4", download == "1" ? VideoName.Of(job.Request) : null)
            : NotFound();

    private static IResult Before(string id, OwnerContext owner, JobBoard board, JobStore store, HttpResponse response) =>
        board.Find(owner.Owner, id) is { Status.State: JobState.Finished } job
            ? Send(response, store.BeforePath(job.Id), "video/mp4", null)
            : NotFound();

    private static IResult Poster(string id, OwnerContext owner, JobBoard board, JobStore store, HttpResponse response) =>
        board.Find(owner.Owner, id) is { Status.State: JobState.Finished } job
            ? Send(response, store.PosterPath(job.Id), "image/jpeg", null)
            : NotFound();

    private static IResult Source(string id, OwnerContext owner, JobBoard board, JobStore store, HttpResponse response) =>
        board.Find(owner.Owner, id) is { } job && store.SourcePath(job.Id, job.Request) is { } path
            ? SentSource.Of(response, path)
            : NotFound();

    private static IResult Send(HttpResponse response, string path, string type, string? name)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return NotFound();       // deleted just now
        response.Headers.CacheControl = "private, no-cache";       // asked again each time, so that what was deleted is gone
        var tag = new EntityTagHeaderValue($"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
        return Results.File(path, type, name, file.LastWriteTimeUtc, tag, enableRangeProcessing: true);
    }

    private static IResult NotFound() => Results.Text("There is no such video, or it has expired.", statusCode: StatusCodes.Status404NotFound);
}
