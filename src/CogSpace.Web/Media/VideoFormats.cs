using CogSpace.Generation;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Media;

/// <summary>A finished video in other formats: made when somebody first asks for one, and kept in the job's folder.</summary>
internal sealed class VideoFormats(JobStore store, Generator generator) : IDisposable
{
    // Making one takes every core, and there is a video in the making beside it.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <param name="job">A finished one.</param>
    /// <param name="format">What is wanted.</param>
    /// <param name="cancel">The visitor has gone; nothing half-made stays.</param>
    /// <returns>The file.</returns>
    /// <exception cref="CogSpaceException">It cannot be made; the message says why.</exception>
    public async Task<string> FindAsync(GenerationJob job, VideoFormat format, CancellationToken cancel)
    {
        string path = store.FormatPath(job.Id, format);
        if (File.Exists(path))
            return path;
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            if (!File.Exists(path))
                await generator.ConvertAsync(store.VideoPath(job.Id), format, path, cancel);
            return path;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc cref="JobStore.WithoutFolder"/>
    public string WithoutFolder(string id, string sentence) => store.WithoutFolder(id, sentence);

    public void Dispose() => _oneAtATime.Dispose();
}
