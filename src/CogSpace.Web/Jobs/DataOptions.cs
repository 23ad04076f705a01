using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Jobs;

/// <summary>Where jobs, videos and keys are kept, and how much of it. Section "Data" of appsettings.json.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Made when it is missing. A relative path counts from the folder that the server is started in.</summary>
    [Required]
    public string Folder { get; init; } = "data";

    /// <summary>Megabytes (of 10^6 bytes) that jobs may take; above it the videos that ended first are deleted early.</summary>
    [Range(1, 1_000_000_000)]
    public long QuotaMegabytes { get; init; } = 10_000;

    /// <summary>Megabytes that stay free on the disk: with less, new jobs are refused.</summary>
    [Range(0, 1_000_000_000)]
    public long FreeMegabytes { get; init; } = 200;
}
