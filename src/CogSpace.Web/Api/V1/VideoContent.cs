using CogSpace.Web.Jobs;
using CogSpace.Web.Media;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Api.V1;

/// <summary>The files of a finished video.</summary>
internal static class VideoContent
{
    private const string Mp4 = "mp4";
    private const string Poster = "poster";
    private const string Before = "before";

    private static readonly Dictionary<string, VideoFormat> Others =
        Enum.GetValues<VideoFormat>().ToDictionary(VideoFormats.EndingOf);

    /// <summary>What its files are beside an MP4.</summary>
    public static string[] OtherMediaTypes { get; } =
        [.. Others.Keys.Append("jpg").Select(ending => SourceFormat.OfExtension($".{ending}").MediaType)];

    /// <summary>What can be had of a finished video.</summary>
    public static IEnumerable<string> FormatsOf(JobStore store, GenerationJob job) =>
    [
        Mp4, .. Others.Keys, Poster, .. File.Exists(store.BeforePath(job.Id)) ? (string[])[Before] : [],
    ];

    /// <param name="context">The request.</param>
    /// <param name="job">A finished one of its caller.</param>
    /// <param name="format">What is wanted: mp4, poster, before, or another form of the video.</param>
    /// <param name="isDownload">Whether a browser is to save it.</param>
    /// <exception cref="ApiException">There is no such file.</exception>
    /// <exception cref="CogSpaceException">It cannot be made now.</exception>
    public static async Task<IResult> SendAsync(HttpContext context, GenerationJob job, string? format, bool isDownload)
    {
        var store = context.RequestServices.GetRequiredService<JobStore>();
        var (path, ending) = format switch
        {
            null or Mp4 => (store.VideoPath(job.Id), Mp4),
            Poster => (store.PosterPath(job.Id), "jpg"),
            Before => (store.BeforePath(job.Id), Mp4),
            _ when Others.TryGetValue(format, out var other) => (await ConvertedAsync(context, job, other), format),
            _ => throw ApiException.Invalid(
                "format", $"There is no format \"{PlainNumber.Shown(format)}\". There are: " +
                $"{string.Join(", ", FormatsOf(store, job))}."),
        };
        var file = new FileInfo(path);
        if (!file.Exists)
            throw ApiException.NotFound();
        context.Response.Headers.CacheControl = "private, no-cache";       // asked again each time: it may be deleted
        return TaggedFile.Send(
            file, SourceFormat.OfExtension($".{ending}").MediaType, isDownload ? VideoName.Of(job.Request, ending) : null);
    }

    private static async Task<string> ConvertedAsync(HttpContext context, GenerationJob job, VideoFormat format)
    {
        var formats = context.RequestServices.GetRequiredService<VideoFormats>();
        try
        {
            return await formats.FindAsync(job, format, context.RequestAborted);
        }
        catch (CogSpaceException) when (job.IsDeleted)
        {
            throw ApiException.NotFound();
        }
        catch (CogSpaceException e) when (e is not ShareUsedException)
        {
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable, "not_converted",
                $"The video cannot be converted now. {formats.WithoutFolder(job.Id, e.Message)}");
        }
    }
}
