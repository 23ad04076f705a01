using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Visitors;

/// <summary>
/// How much of the server one visitor may have. A visitor is a cookie and an address (an IPv6 address counts by its /64
/// network); all visitors of one address together may have three times as much. Only <see cref="Pages"/> limits a browser on the
/// machine itself, as long as no proxy is set up.
/// </summary>
public sealed class FairShareOptions
{
    public const string Section = "FairShare";

    /// <summary>Jobs that one visitor may have waiting.</summary>
    [Range(1, 10_000)]
    public int WaitingJobs { get; init; } = 3;

    /// <summary>
    /// Time on the device that one visitor's videos may take within 24 hours. A visitor who has not used any of it may make
    /// a video of any length.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ComputePerDay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Pages that may be open at once from one address. Each takes about half a megabyte of memory.</summary>
    [Range(1, 100_000)]
    public int PagesPerAddress { get; init; } = 30;

    /// <summary>Pages that may be open at once in all.</summary>
    [Range(1, 1_000_000)]
    public int Pages { get; init; } = 500;
}
