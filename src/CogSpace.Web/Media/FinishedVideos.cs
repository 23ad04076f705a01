using CogSpace.PostProcess.Media;
using CogSpace.Web.Jobs;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Media;

/// <summary>
/// Hands out videos, posters, previews and what they were made from to their owners. What is not theirs, or not finished, does
/// not exist.
/// </summary>
public static class FinishedVideos
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFinishedVideos(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/videos/{id}.mp4", Methods, Video);
        endpoints.MapMethods("/videos/{id}.gif", Methods, Gif);
        endpoints.MapMethods("/videos/{id}.webm", Methods, WebM);
        endpoints.MapMethods("/videos/{id}/before.mp4", Methods, Before);
        endpoints.MapMethods("/videos/{id}.jpg", Methods, Poster);
        endpoints.MapMethods("/videos/{id}/input", Methods, Source);
        endpoints.MapMethods("/videos/{id}/preview.png", Methods, Preview);
    }

    private static IResult Video(
        string id, string? download, OwnerContext owner, JobBoard board, JobStore store, HttpResponse response) =>
        board.Find(owner.Owner, id) is { Status.State: JobState.Finished } job
            ? Send(response, store.VideoPath(job.Id), "video/mp4", download == "1" ? VideoName.Of(job.Request) : null)
            : NotFound();

    private static Task<IResult> Gif(
        string id, string? download, OwnerContext owner, JobBoard board, VideoForms forms,
        HttpContext http) => FormAsync(id, VideoForm.Gif, "gif", "image/gif", download, owner, board, forms, http);

    private static Task<IResult> WebM(
        string id, string? download, OwnerContext owner, JobBoard board, VideoForms forms,
        HttpContext http) => FormAsync(id, VideoForm.WebM, "webm", "video/webm", download, owner, board, forms, http);

    private static async Task<IResult> FormAsync(
        string id, VideoForm form, string ending, string type, string? download, OwnerContext owner, JobBoard board,
        VideoForms forms, HttpContext http)
    {
        if (board.Find(owner.Owner, id) is not { Status.State: JobState.Finished } job)
            return NotFound();
        try
        {
            string path = await forms.FindAsync(job, form, http.RequestAborted);
            return Send(http.Response, path, type, download == "1" ? VideoName.Of(job.Request, ending) : null);
        }
        catch (CogSpaceException) when (board.Find(owner.Owner, id) is null)
        {
            return NotFound();       // deleted meanwhile
        }
        catch (CogSpaceException e)
        {
            return Results.Text(
                $"The video cannot be brought into this form now. {forms.WithoutFolder(job.Id, e.Message)}",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult Before(string id, OwnerContext owner, JobBoard board, JobStore store, HttpResponse response) =>
        board.Find(owner.Owner, id) is { Status.State: JobState.Finished } job
            ? Send(response, store.BeforePath(job.Id), "video/mp4", null)
            : NotFound();

    private static IResult Poster(string id, OwnerContext owner, JobBoard board, JobStore store, HttpResponse response) =>
        board.Find(owner.Owner, id) is { Status.State: JobState.Finished } job
            ? Send(response, store.PosterPath(job.Id), "image/jpeg", null)
            : NotFound();

    // Never kept: the page asks for each by a number of its own. A job that has just ended has none, which is not a failure.
    private static IResult Preview(string id, OwnerContext owner, JobBoard board, HttpResponse response)
    {
        if (board.Find(owner.Owner, id) is not { } job)
            return NotFound();
        response.Headers.CacheControl = "private, no-store";
        return job.Status.Progress?.Preview is { } preview
            ? Results.Bytes(PngEncoder.Encode(preview.Picture), "image/png")
            : Results.NoContent();
    }

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

    private static IResult NotFound() =>
        Results.Text("There is no such video, or it has expired.", statusCode: StatusCodes.Status404NotFound);
}
