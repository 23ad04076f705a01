using System.Collections.Concurrent;
using CogSpace.Web.Moderation;
using CogSpace.Web.Sharing;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Jobs;

/// <content>Videos that anybody with a link may see.</content>
public sealed partial class JobBoard
{
    private readonly ConcurrentDictionary<string, GenerationJob> _shared = new(StringComparer.Ordinal);      // by the share's id

    /// <summary>A shared video; null for what is unknown, closed, expired, deleted, or of a blocked owner, all alike.</summary>
    /// <param name="shareId">From the public page's address.</param>
    public GenerationJob? FindShared(string shareId) =>
        _shared.TryGetValue(shareId, out var job) && job.Share?.Id == shareId && CanBeShown(job) ? job : null;

    /// <summary>Videos that their owners have put into the gallery, the one that came last first.</summary>
    public IReadOnlyList<GenerationJob> Gallery(int most) =>
    [
        .. _shared.Values.Where(job => job.Share?.InGallery is not null && CanBeShown(job))
            .OrderByDescending(job => job.Share?.InGallery).Take(most),
    ];

    /// <summary>Gives a finished video a public page, or returns the one that it has. When this returns it is on disk.</summary>
    /// <exception cref="RefusedException">The host does not want this visitor.</exception>
    /// <exception cref="CogSpaceException">There is no such video, or it cannot be written.</exception>
    public VideoShare Share(Visitor visitor, string id)
    {
        _admission.CheckVisitor(visitor);
        if (Find(visitor.Owner, id) is not { Status.State: JobState.Finished } job)
            throw new CogSpaceException("There is no such video, or it has expired.");
        if (job.Request is VideoPostProcessing)
            throw new CogSpaceException("Only videos that were made here can be shared, and this one was sent.");
        var share = job.ChangeShare(share => share ?? new VideoShare(UnguessableId.New(), _time.GetUtcNow()))
            ?? throw new CogSpaceException("There is no such video, or it has expired.");       // deleted at this moment
        _shared[share.Id] = job;
        _log.LogInformation("Job {JobId} is shared", job.Id);
        return share;
    }

    /// <summary>Puts a shared video into the gallery, or takes it out. When this returns it is on disk.</summary>
    /// <exception cref="RefusedException">The host does not want this visitor.</exception>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public void SetInGallery(Visitor visitor, string id, bool isThere)
    {
        if (isThere)
            _admission.CheckVisitor(visitor);
        Find(visitor.Owner, id)?.ChangeShare(
            share => share is null ? null : share with { InGallery = isThere ? share.InGallery ?? _time.GetUtcNow() : null });
    }

    /// <summary>Closes the public page of a video. Its link is never used again.</summary>
    /// <exception cref="CogSpaceException">It is closed, but only until the next start: it cannot be written.</exception>
    public void Unshare(string owner, string id)
    {
        if (Find(owner, id) is { } job)
            Unshare(job);
    }

    /// <inheritdoc cref="Unshare(string, string)"/>
    internal void Unshare(GenerationJob job)
    {
        if (job.Share is not { } share)
            return;
        _shared.TryRemove(share.Id, out _);
        job.ChangeShare(_ => null);
        _log.LogInformation("Job {JobId} is not shared any more", job.Id);
    }

    private bool CanBeShown(GenerationJob job) =>
        job is { Status.State: JobState.Finished, IsDeleted: false } && !_admission.IsBlocked(job.Visitor);
}
