using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Media;

/// <summary>A finished video in other formats: made when somebody first asks for one, and kept in the job's folder.</summary>
internal sealed class VideoFormats(JobStore store, Generator generator, FairShare share)
{
    private const int AtOnce = 2;

    // Making one takes every core, and there is a video in the making beside it.
    private readonly TurnGate _gate = new(AtOnce);

    /// <param name="job">A finished one.</param>
    /// <param name="format">What is wanted.</param>
    /// <param name="cancel">The visitor has gone; nothing half-made stays.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ShareUsedException">The visitor waits for enough of them already.</exception>
    /// <exception cref="CogSpaceException">It cannot be made; the message says why.</exception>
    public async Task<string> FindAsync(GenerationJob job, VideoFormat format, CancellationToken cancel)
    {
        string path = store.FormatPath(job.Id, format);
        if (File.Exists(path))
            return path;
        if (share.Conversions.Take(job.Visitor, out var use) != ShareLimit.None)
            throw new ShareUsedException("Too many videos are being converted at once. Please wait until one of them is done.");
        using (use)
        using (await _gate.EnterAsync(job.Visitor, cancel))
        {
            if (!File.Exists(path))
                await generator.ConvertAsync(store.VideoPath(job.Id), format, path, cancel);
            return path;
        }
    }

    /// <inheritdoc cref="JobStore.WithoutFolder"/>
    public string WithoutFolder(string id, string sentence) => store.WithoutFolder(id, sentence);
}
