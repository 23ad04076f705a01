using CogSpace.Web.Jobs;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Sharing;

/// <summary>Makes more of a finished video. What comes of it is a job or an upload like any other, with the same limits.</summary>
internal sealed class ResultReuse(JobBoard board, JobStore store, UploadReceiver uploads)
{
    /// <summary>Asks for the same video with another seed.</summary>
    /// <exception cref="CogSpaceException">It is not taken; the message says why.</exception>
    public Task<GenerationJob> VaryAsync(Visitor visitor, GenerationJob job, CancellationToken cancel = default)
    {
        var request = job.Request with { Seed = Seeds.Draw() };
        return board.SubmitAsync(
            visitor, request is SourceToVideo sourced ? sourced with { Source = job.Id } : request, job.Model, cancel);
    }

    /// <summary>Takes the finished video as if it had been uploaded, so that another can be made from it.</summary>
    /// <exception cref="CogSpaceException">There is no room for it, or it is gone; the message says why.</exception>
    public Task<Upload> AsUploadAsync(Visitor visitor, GenerationJob job, CancellationToken cancel = default) =>
        uploads.AdoptAsync(visitor, SourceKind.Video, store.VideoPath(job.Id), cancel);
}
