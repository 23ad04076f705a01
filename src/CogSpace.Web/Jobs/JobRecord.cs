using System.Text.Json.Serialization;
using CogSpace.Generation;
using CogSpace.Web.Estimates;
using CogSpace.Web.Sharing;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Jobs;

/// <summary>A job as it lies on disk, in job.json.</summary>
internal sealed record JobRecord
{
    /// <summary>The newest version that is understood; all before it are too.</summary>
    public const int CurrentVersion = 4;

    /// <summary>
    /// Grows when an older server would misunderstand the record: 2 has a file beside it, 3 also the video that it goes on from,
    /// and 4 has no model. A prompt alone is still written as version 1.
    /// </summary>
    public int Version => Request switch
    {
        VideoPostProcessing => 4,
        ImageToVideo { Extends: not null } => 3,
        _ => Source is null ? 1 : 2,
    };

    public required string Id { get; init; }

    public required string Owner { get; init; }

    /// <summary>The address that it counts for; null in older records, which count for nobody's.</summary>
    public string? Address { get; init; }

    /// <summary>By name; null where no model takes part.</summary>
    public string? Model { get; init; }

    /// <summary>What each stage asks of this machine; null in older records.</summary>
    public IReadOnlyList<StageWork>? Stages { get; init; }

    /// <summary>
    /// The number type that was chosen when the job was accepted, so that another try makes the same video; null in older
    /// records.
    /// </summary>
    public ComputeType? Type { get; init; }

    /// <summary>What to make. A picture or video in it is the bare name of a file in the job's folder.</summary>
    public required GenerationRequest Request { get; init; }

    /// <summary>What is known of that file; null for a prompt alone.</summary>
    public SourceInfo? Source { get; init; }

    /// <summary>The part of its pictures that is used; null for all of it.</summary>
    [JsonPropertyName("part")]      // as earlier versions called it
    public CropBox? CropBox { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Grows from job to job: the queue's order, whatever the clock does.</summary>
    public required long Place { get; init; }

    public required JobState State { get; init; }

    /// <summary>Runs that were begun and not ended in an orderly way, the present one included.</summary>
    public required int Attempts { get; init; }

    public string? Error { get; init; }

    [JsonConverter(typeof(RecipeJson))]
    public Recipe? Recipe { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Its public page; null where only its owner can see it, as in older records.</summary>
    public VideoShare? Share { get; init; }

    /// <summary>What a program has said of it; null where a visitor of the page asked, as in older records.</summary>
    public JobTag? Tag { get; init; }
}
