using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Jobs;

/// <summary>Where jobs, videos and keys are kept, and how much of them. Megabytes have 10^6 bytes.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>
    /// Holds jobs, videos, uploads, and the keys that sign cookies; created when it is missing. A relative path counts from
    /// the folder that the server is started in. Only one server can use it at a time. Anyone who can read this folder can
    /// read all prompts, pictures and videos.
    /// </summary>
    [Required]
    public string Folder { get; init; } = "data";

    /// <summary>
    /// Megabytes that all jobs and uploads together may take. Above it, the jobs that ended first are deleted early; waiting
    /// and running jobs never are. Uploads may take half of it. A picture or video that belongs to an upload and to a job
    /// counts for both.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public long QuotaMegabytes { get; init; } = 10_000;

    /// <summary>
    /// Megabytes that stay free on that disk. With less, new jobs and uploads are refused and <c>/readyz</c> says so.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public long FreeMegabytes { get; init; } = 200;
}
