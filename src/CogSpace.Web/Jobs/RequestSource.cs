namespace CogSpace.Web.Jobs;

/// <summary>The picture or video that a request is made from, whichever kind of request it is.</summary>
/// <remarks>
/// When a visitor asks, it is the id of an upload, or of an earlier job; on disk, the bare name of a file beside job.json; for
/// the runner, that file's path.
/// </remarks>
internal static class RequestSource
{
    /// <returns>null for a prompt alone.</returns>
    public static string? Of(GenerationRequest request) => request switch
    {
        ImageToVideo image => image.Image,
        VideoToVideo video => video.Video,
        _ => null,
    };

    public static Crop? CropOf(GenerationRequest request) => request switch
    {
        ImageToVideo image => image.Crop,
        VideoToVideo video => video.Crop,
        _ => null,
    };

    public static GenerationRequest With(GenerationRequest request, string source) => request switch
    {
        ImageToVideo image => image with { Image = source },
        VideoToVideo video => video with { Video = source },
        _ => request,
    };
}
