using CogSpace.Web.Jobs;
using CogSpace.Web.Media;
using CogSpace.Web.Owners;

namespace CogSpace.Web.Sharing;

/// <summary>
/// Hands out shared videos and their posters to anybody who has the link. Nothing else of a job can be had here: not its id,
/// its owner or what it was made from.
/// </summary>
public static class SharedVideos
{
    private const string Missing = "There is no such video, or it is not shared any more.";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSharedVideos(this IEndpointRouteBuilder endpoints)
    {
        var shared = endpoints.MapGroup("/share")
            .RequireFound((JobBoard board, HttpContext _, string id) => board.FindShared(id), Missing);
        shared.MapMethods(
            "/{id}/video.mp4", Methods,
            (HttpContext http, JobStore store, string? download) =>
                OwnFile.Send(
                    http, store.VideoPath(Job(http).Id), "video/mp4", Missing,
                    download == "1" ? VideoName.Of(Job(http).Request) : null));
        shared.MapMethods(
            "/{id}/poster.jpg", Methods,
            (HttpContext http, JobStore store) =>
                OwnFile.Send(http, store.PosterPath(Job(http).Id), "image/jpeg", Missing));
    }

    private static GenerationJob Job(HttpContext http) => http.Own<GenerationJob>();
}
