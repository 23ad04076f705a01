using System.ComponentModel.DataAnnotations;

namespace CogSpace.Generation.Workers;

/// <summary>The process that makes videos. It is apart from the page, so that the page outlives it.</summary>
public sealed class WorkerOptions
{
    public const string Section = "Worker";

    /// <summary>
    /// It ends when it has had nothing to do for so long, and its memory goes back to the system. The next video then waits until
    /// the model is loaded. <c>00:00:00</c> keeps it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>It is replaced by a new one after so many videos. <c>0</c> keeps it.</summary>
    [Range(0, 1_000_000)]
    public int VideosPerProcess { get; init; } = 100;

    /// <summary>
    /// It is replaced by a new one when it has more megabytes (of 10^6 bytes) of memory after a video. Default: no limit.
    /// </summary>
    [Range(100, 100_000_000)]
    public long? MemoryMegabytes { get; init; }
}
