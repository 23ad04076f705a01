using CogSpace.Generation.Provenance;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Media;

/// <summary>
/// Hands out videos, posters, previews and what they were made from to their owners. What is not theirs, or not finished, does
/// not exist.
/// </summary>
public static class FinishedVideos
{
    private const string Missing = "There is no such video, or it has expired.";

    private const string NoManifest =
        "There is no manifest of this file: it has not been made yet, or an earlier version of the server made it.";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFinishedVideos(this IEndpointRouteBuilder endpoints)
    {
        var jobs = endpoints.MapGroup("/videos")
            .RequireOwn((JobBoard board, string owner, string id) => board.Find(owner, id), Missing);
        jobs.MapMethods("/{id}/input", Methods, Source);
        jobs.MapMethods("/{id}/preview.png", Methods, Preview);

        var finished = endpoints.MapGroup("/videos")
            .RequireOwn((JobBoard board, string owner, string id) => FindFinished(board, owner, id), Missing);
        finished.MapMethods(
            "/{id}.mp4", Methods,
            (HttpContext http, JobStore store, string? download) =>
                Send(http, store.VideoPath(Job(http).Id), "video/mp4", NameOf(Job(http), download, "mp4")));
        finished.MapMethods(
            "/{id}/before.mp4", Methods,
            (HttpContext http, JobStore store) => Send(http, store.BeforePath(Job(http).Id), "video/mp4"));
        finished.MapMethods(
            "/{id}.jpg", Methods,
            (HttpContext http, JobStore store) => Send(http, store.PosterPath(Job(http).Id), "image/jpeg"));
        finished.MapManifest("mp4", (store, id) => store.VideoPath(id));
        foreach (var format in Enum.GetValues<VideoFormat>())
        {
            string ending = VideoFormats.EndingOf(format);
            finished.MapMethods(
                $"/{{id}}.{ending}", Methods,
                (HttpContext http, VideoFormats formats, string? download) => SendFormatAsync(
                    http, formats, format, VideoFormats.MediaTypeOf(format), NameOf(Job(http), download, ending)));
            finished.MapManifest(ending, (store, id) => store.FormatPath(id, format));
        }
    }

    private static void MapManifest(
        this IEndpointRouteBuilder finished, string ending, Func<JobStore, string, string> pathOf) => finished.MapMethods(
            $"/{{id}}.{ending}{ManifestFile.Ending}", Methods,
            (HttpContext http, JobStore store, string? download) =>
                OwnFile.Send(
                    http, ManifestFile.PathOf(pathOf(store, Job(http).Id)), "application/json", NoManifest,
                    NameOf(Job(http), download, ending + ManifestFile.Ending)));

    private static GenerationJob? FindFinished(JobBoard board, string owner, string id) =>
        board.Find(owner, id) is { Status.State: JobState.Finished } job ? job : null;

    private static GenerationJob Job(HttpContext http) => http.Own<GenerationJob>();

    private static string? NameOf(GenerationJob job, string? download, string ending) =>
        download == "1" ? VideoName.Of(job.Request, ending) : null;

    private static IResult Send(HttpContext http, string path, string mediaType, string? name = null) =>
        OwnFile.Send(http, path, mediaType, Missing, name);

    private static async Task<IResult> SendFormatAsync(
        HttpContext http, VideoFormats formats, VideoFormat format, string mediaType, string? name)
    {
        var job = Job(http);
        try
        {
            return Send(http, await formats.FindAsync(job, format, http.RequestAborted), mediaType, name);
        }
        catch (CogSpaceException) when (job.IsDeleted)
        {
            return OwnResource.Missing(Missing);
        }
        catch (ShareUsedException e)
        {
            return SpokenAnswer.Text(e.Message, StatusCodes.Status429TooManyRequests);
        }
        catch (CogSpaceException e)
        {
            return SpokenAnswer.Text(
                $"The video cannot be converted now. {formats.WithoutFolder(job.Id, e.Message)}",
                StatusCodes.Status503ServiceUnavailable);
        }
    }

    // Never kept: the page asks for each by a number of its own. A job that has just ended has none, which is not a failure.
    private static IResult Preview(HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        return Job(http).Status.Progress?.Preview is { } preview
            ? Results.Bytes(PngEncoder.Encode(preview.Picture), "image/png")
            : Results.NoContent();
    }

    private static IResult Source(HttpContext http, JobStore store) =>
        store.SourcePath(Job(http).Id, Job(http).Request) is { } path
            ? SentSource.Of(http, path)
            : OwnResource.Missing(Missing);
}
