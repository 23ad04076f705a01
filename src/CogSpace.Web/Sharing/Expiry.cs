using CogSpace.Web.Jobs;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Sharing;

/// <summary>How long videos are kept.</summary>
public sealed class Expiry(IOptions<JobOptions> options)
{
    /// <summary>When a job and its video are deleted at the latest; null while it is not over.</summary>
    public DateTimeOffset? Of(GenerationJob job) =>
        job.Status is { IsOver: true } status ? (status.Ended ?? job.Created) + options.Value.Retention : null;
}
