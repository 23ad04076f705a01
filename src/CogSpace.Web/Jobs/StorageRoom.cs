using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Jobs;

/// <summary>Who may keep how much on disk, and what goes when it is too much. Nobody's videos go for somebody else's.</summary>
internal sealed class StorageRoom(JobStore store, UploadStore uploads, DataFolder data)
{
    /// <exception cref="CogSpaceException">There is no room for another job of this visitor.</exception>
    public void Check(Visitor visitor, IReadOnlyCollection<GenerationJob> jobs)
    {
        if (!data.HasFreeSpace)
            throw new NoRoomException();
        var kept = jobs.Where(job => !MayGo(job, visitor)).ToList();
        if (Size(kept, _ => true) > data.QuotaBytes)
            throw new NoRoomException();
        if (visitor.IsTrusted)
            return;
        if (Size(kept, other => other.Owner == visitor.Owner) > FairShare.OwnersPartOf(data.QuotaBytes))
            throw new ShareUsedException(
                "The files of your waiting videos take as much room as one visitor may have here. Please try again when one " +
                "of them is done."
            );
        if (Size(kept, other => other.Address == visitor.Address) > FairShare.AddressPartOf(data.QuotaBytes))
            throw new ShareUsedException(
                "The videos and files from your internet connection take as much room as they may have here. Please delete " +
                "videos that you do not need, or try again later."
            );
    }

    /// <summary>Jobs that go now, so that everybody has a fair part of the disk.</summary>
    public IEnumerable<GenerationJob> Surplus(IReadOnlyCollection<GenerationJob> jobs)
    {
        var left = jobs.ToList();
        var strangers = jobs.Where(job => !job.Visitor.IsTrusted).Select(job => job.Visitor).Distinct().ToList();
        return
        [
            .. strangers
                .Select(visitor => visitor.Owner)
                .Distinct()
                .SelectMany(owner => CutOwner(left, owner))
                .ToList(),
            .. strangers
                .Select(visitor => visitor.Address)
                .Distinct()
                .SelectMany(address => Cut(
                    left, visitor => visitor.Address == address, IsUseless, FairShare.AddressPartOf(data.QuotaBytes)))
                .ToList(),
            .. Cut(left, _ => true, IsUseless, data.QuotaBytes),
            .. Cut(left, visitor => visitor.IsTrusted, job => job.Status.IsOver, data.QuotaBytes),
        ];
    }

    // The video that was made last stays, however large it is.
    private List<GenerationJob> CutOwner(List<GenerationJob> left, string owner)
    {
        var last = left
            .Where(job => job.Owner == owner && job.Status.State == JobState.Finished)
            .MaxBy(JobBoard.EndOf);
        return Cut(
            left, visitor => visitor.Owner == owner, job => job.Status.IsOver && job != last,
            FairShare.OwnersPartOf(data.QuotaBytes));
    }

    // What can go of somebody's, until the rest fits: first what has no video, then what ended first.
    private List<GenerationJob> Cut(
        List<GenerationJob> left, Func<Visitor, bool> isOne, Func<GenerationJob, bool> canGo, long limit)
    {
        var gone = new List<GenerationJob>();
        if (Size(left, isOne) <= limit)
            return gone;
        foreach (
            var job in left
                .Where(job => isOne(job.Visitor) && canGo(job))
                .OrderByDescending(IsUseless)
                .ThenBy(JobBoard.EndOf)
                .ToList()
        )
        {
            left.Remove(job);
            gone.Add(job);
            if (Size(left, isOne) <= limit)
                break;
        }

        return gone;
    }

    // When this visitor wants a place.
    private static bool MayGo(GenerationJob job, Visitor visitor) =>
        IsUseless(job)
        || (job.Status.IsOver
            && (job.Owner == visitor.Owner || (visitor.IsTrusted && job.Visitor.IsTrusted)));

    private static bool IsUseless(GenerationJob job) => job.Status.State is JobState.Cancelled or JobState.Failed;

    private long Size(IEnumerable<GenerationJob> jobs, Func<Visitor, bool> isOne) => FolderSize.Of([
        .. jobs.Where(job => isOne(job.Visitor)).Select(job => store.FolderOf(job.Id)),
        .. uploads.FoldersOf(isOne),
    ]);
}
