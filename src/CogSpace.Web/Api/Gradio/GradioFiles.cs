using CogSpace.Web.Jobs;
using CogSpace.Web.Media;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Api.Gradio;

/// <summary>
/// Files under addresses that nobody can guess, because clients fetch them without saying who they are: uploads of this
/// interface, and the results of its events.
/// </summary>
/// <remarks>
/// An upload comes before its session is known. It belongs to an owner of its own, who is part of its address, so that no other
/// upload of the server has one; a call makes it the session's.
/// </remarks>
internal sealed class GradioFiles(
    ApiFiles files, UploadReceiver receiver, UploadStore uploads, OpenFiles open, JobStore store, VideoFormats formats)
{
    private const string VideoFile = "video.mp4";
    private const string GifFile = "video.gif";
    private const string Missing = "There is no such file, or it has expired.";
    private const int IdDigits = 32;

    /// <summary>Takes a file.</summary>
    /// <param name="visitor">Whose address or key it counts for.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="cancel">Leaves nothing.</param>
    /// <returns>The path that stands for it.</returns>
    /// <exception cref="CogSpaceException">It is not taken; the message says why.</exception>
    public async Task<string> ReceiveAsync(Visitor visitor, Stream body, CancellationToken cancel)
    {
        var sender = visitor with { Owner = UnguessableId.New() };
        var upload = (await files.ReceiveAsync(sender, field: "", body, length: null, cancel)).Upload;
        return $"{upload.Owner}{upload.Id}/{upload.File}";
    }

    /// <summary>Makes a file the source of a visitor's video.</summary>
    /// <param name="visitor">Whose it will be.</param>
    /// <param name="kind">What it has to be.</param>
    /// <param name="path">That stands for it.</param>
    /// <param name="cancel">Leaves nothing.</param>
    /// <returns>The id of an upload.</returns>
    /// <exception cref="CogSpaceException">There is none, or it is of no use.</exception>
    public async Task<string> AdoptAsync(Visitor visitor, SourceKind kind, string path, CancellationToken cancel)
    {
        var file = path.Split('/') is [var id, var name] ? await FindAsync(id, name, cancel) : null;
        return file is { Exists: true }
            ? (await receiver.AdoptAsync(visitor, kind, file.FullName, cancel)).Id
            : throw new SourceGoneException();
    }

    /// <summary>Sends a file to anyone who knows its path.</summary>
    /// <param name="id">Nobody can guess.</param>
    /// <param name="name">Says which of its files.</param>
    /// <param name="context">The request.</param>
    /// <exception cref="ApiException">There is none.</exception>
    public async Task<IResult> SendAsync(string id, string name, HttpContext context)
    {
        if (await FindAsync(id, name, context.RequestAborted) is not { Exists: true } file)
            throw new ApiException(StatusCodes.Status404NotFound, ApiProblem.NotFound, Missing);
        context.Response.Headers.CacheControl = "private, no-cache";       // asked again each time: it may be deleted
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TaggedFile.Send(file, SourceFormat.OfExtension(file.Extension).MediaType);
    }

    /// <summary>The MP4 of an event that has made one.</summary>
    public GradioFileData VideoOf(HttpRequest request, GenerationJob job) =>
        DataOf(request, job, VideoFile, new FileInfo(store.VideoPath(job.Id)));

    /// <summary>Its GIF, which is made before the client hears of it: clients wait for seconds when they fetch a file.</summary>
    /// <returns>null: it cannot be made now.</returns>
    public async Task<GradioFileData?> GifOfAsync(HttpRequest request, GenerationJob job, CancellationToken cancel)
    {
        try
        {
            string path = await formats.FindAsync(job, VideoFormat.Gif, cancel);
            return DataOf(request, job, GifFile, new FileInfo(path));
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }

    private static GradioFileData DataOf(HttpRequest request, GenerationJob job, string name, FileInfo file)
    {
        string path = $"{job.Tag!.Files}/{name}";
        return new GradioFileData(
            path, GradioAddress.OfFile(request, path), VideoName.Of(job.Request, file.Extension[1..]),
            SourceFormat.OfExtension(file.Extension).MediaType, file.Exists ? file.Length : 0);
    }

    private async Task<FileInfo?> FindAsync(string id, string name, CancellationToken cancel) => id.Length switch
    {
        IdDigits => await FindResultAsync(id, name, cancel),
        IdDigits * 2 when uploads.Find(id[..IdDigits], id[IdDigits..]) is { } upload && upload.File == name =>
            new FileInfo(uploads.PathOf(upload)),
        _ => null,
    };

    private async Task<FileInfo?> FindResultAsync(string id, string name, CancellationToken cancel)
    {
        if (open.Find(id) is not { } job)
            return null;
        return name switch
        {
            VideoFile => new FileInfo(store.VideoPath(job.Id)),
            GifFile => new FileInfo(await formats.FindAsync(job, VideoFormat.Gif, cancel)),
            _ => null,
        };
    }
}
