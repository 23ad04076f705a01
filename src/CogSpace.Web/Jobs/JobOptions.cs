using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Jobs;

/// <summary>How jobs wait, run and expire. Section "Jobs" of appsettings.json.</summary>
public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Jobs that may wait; one more is refused with a message.</summary>
    [Range(1, 10_000)]
    public int QueueLength { get; init; } = 15;

    /// <summary>A job is given up when the server has died this often while running it.</summary>
    [Range(1, 1000)]
    public int Attempts { get; init; } = 3;

    /// <summary>A job that runs longer than this fails.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A job that is over, and its video, are deleted after this.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How often is looked for jobs to delete.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(1);
}
