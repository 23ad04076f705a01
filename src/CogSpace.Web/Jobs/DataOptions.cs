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
    /// Megabytes that all jobs and uploads together may take; a file that belongs to several counts once. One visitor may
    /// take a tenth, all visitors of one address three tenths, uploads half. A visitor who takes more loses the own jobs that
    /// ended first, those without a video before others; nobody's video goes for somebody else's. When there is no room,
    /// new jobs and uploads are refused.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public long QuotaMegabytes { get; init; } = 10_000;

    /// <summary>
    /// Megabytes that stay free on that disk. With less, new jobs and uploads are refused and <c>/readyz</c> says so.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public long FreeMegabytes { get; init; } = 200;
}
