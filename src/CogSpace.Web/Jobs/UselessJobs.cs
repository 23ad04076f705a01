namespace CogSpace.Web.Jobs;

/// <summary>Which of the jobs that ended without a video are forgotten before their time.</summary>
internal static class UselessJobs
{
    /// <summary>How long a visitor sees what was cancelled.</summary>
    public static readonly TimeSpan CancelledFor = TimeSpan.FromMinutes(10);

    private const int PerOwner = 10;
    private const int PerAddress = 30;
    private const int InAll = 500;

    /// <param name="jobs">Any jobs.</param>
    /// <param name="now">The time.</param>
    /// <returns>Cancelled ones after some minutes, and all above what is kept for an owner, an address and in all.</returns>
    public static IReadOnlyList<GenerationJob> Of(IEnumerable<GenerationJob> jobs, DateTimeOffset now)
    {
        var useless = jobs
            .Where(job => job.Status.State is JobState.Cancelled or JobState.Failed)
            .OrderByDescending(JobBoard.EndOf)
            .ToList();
        var kept = useless
            .Where(job => job.Status.State != JobState.Cancelled || JobBoard.EndOf(job) > now - CancelledFor)
            .Where(job => !job.Visitor.IsTrusted)
            .GroupBy(job => job.Owner)
            .SelectMany(own => own.Take(PerOwner))
            .GroupBy(job => job.Visitor.Address)
            .SelectMany(near => near.Take(PerAddress))
            .Concat(useless.Where(job => job.Visitor.IsTrusted))
            .OrderByDescending(JobBoard.EndOf)
            .Take(InAll);
        return [.. useless.Except(kept)];
    }
}
