using CogSpace.Generation;

namespace CogSpace.Web.Jobs;

/// <summary>A job as it lies on disk, in job.json.</summary>
internal sealed record JobRecord
{
    public const int CurrentVersion = 1;

    /// <summary>Grows when the meaning of a field changes.</summary>
    public int Version { get; init; } = CurrentVersion;

    public required string Id { get; init; }

    public required string Owner { get; init; }

    public required string Model { get; init; }

    public required GenerationRequest Request { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Grows from job to job: the queue's order, whatever the clock does.</summary>
    public required long Place { get; init; }

    public required JobState State { get; init; }

    /// <summary>Runs that were begun and not ended in an orderly way, the present one included.</summary>
    public required int Attempts { get; init; }

    public string? Error { get; init; }

    public Recipe? Recipe { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }
}
