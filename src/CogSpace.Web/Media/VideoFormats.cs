using CogSpace.Generation;
using CogSpace.Generation.Provenance;
using CogSpace.Web.Jobs;
using CogSpace.Web.Operations;
using CogSpace.Web.Provenance;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Media;

/// <summary>A finished video in other formats: made when somebody first asks for one, and kept in the job's folder.</summary>
internal sealed class VideoFormats(
    JobStore store, Generator generator, JobManifests manifests, FairShare share, ServerMeter meter)
{
    private const int AtOnce = 2;

    // Making one takes every core, and there is a video in the making beside it.
    private readonly TurnGate _gate = new(AtOnce);

    /// <summary>The end of a file's name, without a dot.</summary>
    public static string EndingOf(VideoFormat format) => format.ToString().ToLowerInvariant();

    public static string MediaTypeOf(VideoFormat format) => SourceFormat.OfExtension($".{EndingOf(format)}").MediaType;

    /// <param name="job">A finished one.</param>
    /// <param name="format">What is wanted.</param>
    /// <param name="cancel">The visitor has gone; nothing half-made stays.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ShareUsedException">The visitor waits for enough of them already.</exception>
    /// <exception cref="CogSpaceException">It cannot be made; the message says why.</exception>
    public async Task<string> FindAsync(GenerationJob job, VideoFormat format, CancellationToken cancel)
    {
        string path = store.FormatPath(job.Id, format);
        var recipe = job.Status.Recipe;
        if (IsThere(path, recipe))
            return path;
        if (share.Conversions.Take(job.Visitor, out var use) != ShareLimit.None)
        {
            meter.Refused("conversion", RefusalReason.Share);
            throw new ShareUsedException("Too many videos are being converted at once. Please wait until one of them is done.");
        }

        using (use)
        using (await _gate.EnterAsync(job.Visitor, cancel))
        {
            if (IsThere(path, recipe))
                return path;
            await generator.ConvertAsync(store.VideoPath(job.Id), format, path, cancel);
            if (recipe is not null)
                await manifests.SignAsync(path, recipe, cancel);
            return path;
        }
    }

    /// <inheritdoc cref="JobStore.WithoutFolder"/>
    public string WithoutFolder(string id, string sentence) => store.WithoutFolder(id, sentence);

    // One that an earlier version made is not signed, so it is made again.
    private static bool IsThere(string path, Recipe? recipe) =>
        File.Exists(path) && (recipe is null || File.Exists(ManifestFile.PathOf(path)));
}
