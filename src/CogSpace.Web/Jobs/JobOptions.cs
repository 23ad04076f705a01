using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Jobs;

/// <summary>How jobs wait, run and expire.</summary>
public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Jobs that may wait. One more is refused with a message. A restart keeps all that were accepted.</summary>
    [Range(1, 10_000)]
    public int QueueLength { get; init; } = 15;

    /// <summary>
    /// A job fails when the server, or the process that makes its videos, has died this often while running it. An orderly stop
    /// does not count.
    /// </summary>
    [Range(1, 1000)]
    public int Attempts { get; init; } = 3;

    /// <summary>A job that runs longer than this fails. Allow more on a CPU with a large model.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    internal string DeadlineInWords => Deadline switch
    {
        { TotalMinutes: < 2 } => $"{Deadline.TotalSeconds:0.#} seconds",
        { TotalHours: < 2 } => $"{Deadline.TotalMinutes:0.#} minutes",
        _ => $"{Deadline.TotalHours:0.#} hours",
    };

    /// <summary>The longest video that a visitor may have upscaled or interpolated without making a new one from it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "24:00:00")]
    public TimeSpan LongestVideo { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after its end a job and its video are kept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(24);
}
