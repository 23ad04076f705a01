using System.IO.Compression;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Media;
using CogSpace.Web.Operations;
using CogSpace.Web.Owners;
using CogSpace.Web.Visitors;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Sharing;

/// <summary>Sends all finished videos of a visitor as one archive, which is written while it is sent and never on disk.</summary>
public static class VideoArchive
{
    /// <summary>Where it is had.</summary>
    public const string Address = "videos/all.zip";

    /// <summary>As many are in it at most, the newest.</summary>
    public const int MostVideos = 100;

    private const string None = "There are no finished videos to download.";

    public static void MapVideoArchive(this IEndpointRouteBuilder endpoints) => endpoints.MapGet($"/{Address}", SendAsync);

    /// <summary>Names for files in one folder: what is called the same gets a number, "a-2.mp4".</summary>
    internal static IEnumerable<string> Unique(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names)
        {
            string unique = name;
            for (int number = 2; !taken.Add(unique); number++)
                unique = $"{Path.GetFileNameWithoutExtension(name)}-{number}{Path.GetExtension(name)}";
            yield return unique;
        }
    }

    private static async Task<IResult> SendAsync(
        HttpContext http, OwnerContext owner, JobBoard board)
    {
        var services = http.RequestServices;
        GenerationJob[] jobs =
            [.. board.Of(owner.Owner).Where(job => job.Status.State == JobState.Finished).Take(MostVideos)];
        if (jobs.Length == 0)
            return OwnResource.Missing(None);
        if (services.GetRequiredService<FairShare>().Archives.Take(owner.Visitor, out var use) != ShareLimit.None)
        {
            services.GetRequiredService<ServerMeter>().Refused("archive", RefusalReason.Share);
            return SpokenAnswer.Text(
                "Your videos are being downloaded already. Please wait until that has ended.",
                StatusCodes.Status429TooManyRequests);
        }

        using (use)
        {
            http.Response.ContentType = "application/zip";
            http.Response.Headers.CacheControl = "private, no-store";
            http.Response.Headers.ContentDisposition =
                new ContentDispositionHeaderValue("attachment") { FileName = "cogspace-videos.zip" }.ToString();
            try
            {
                var store = services.GetRequiredService<JobStore>();
                await WriteAsync(http.Response.BodyWriter.AsStream(), jobs, store, http.RequestAborted);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                // The visitor has had enough of it.
            }
        }

        return Results.Empty;
    }

    // The archive writes a few bytes without waiting, which the stream of a pipe takes and that of an answer does not.
    private static async Task WriteAsync(Stream body, GenerationJob[] jobs, JobStore store, CancellationToken cancel)
    {
        await using var archive = await ZipArchive.CreateAsync(
            body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        foreach (var (job, name) in jobs.Zip(Unique(jobs.Select(job => VideoName.Of(job.Request)))))
        {
            FileStream file;
            try
            {
                file = File.OpenRead(store.VideoPath(job.Id));
            }
            catch (Exception e) when (Disk.Failed(e)) // deleted while the others were sent
            {
                continue;
            }

            await using (file)
            {
                var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);      // a video does not get smaller
                entry.LastWriteTime = job.Status.Ended ?? job.Created;
                await using var written = await entry.OpenAsync(cancel);
                await file.CopyToAsync(written, cancel);
            }
        }
    }
}
