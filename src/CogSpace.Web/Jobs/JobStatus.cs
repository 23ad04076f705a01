using CogSpace.Generation;

namespace CogSpace.Web.Jobs;

/// <summary>
/// How a job stands at one moment. Never changed, only replaced as a whole, so that a reader never sees half a change.
/// </summary>
/// <param name="State">Where it stands.</param>
/// <param name="Progress">How far a running job has come; null before its first step and in every other state.</param>
/// <param name="Error">Why it failed, a sentence for the visitor; null unless it did.</param>
/// <param name="Recipe">What decided the video; null until it is finished.</param>
/// <param name="Notes">What the visitor should know, a sentence each.</param>
/// <param name="Started">When the present or last run began; of a job that waits, one that was interrupted.</param>
/// <param name="Ended">When it was over; from then on it is kept for <see cref="JobOptions.Retention"/>.</param>
public sealed record JobStatus(
    JobState State,
    GenerationProgress? Progress,
    string? Error,
    Recipe? Recipe,
    IReadOnlyList<string> Notes,
    DateTimeOffset? Started,
    DateTimeOffset? Ended)
{
    /// <summary>How much of a running job is done, 0 to 100.</summary>
    public int Percent { get; init; }

    /// <summary>When a running job will probably be finished; null where that is not known.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>Why it waits although it is its turn, a sentence for the visitor; null unless it does.</summary>
    public string? Delay { get; init; }

    /// <summary>Seconds in each stage of a run that finished since the server started; else null.</summary>
    public IReadOnlyDictionary<GenerationStage, double>? StageSeconds { get; init; }

    /// <summary>Finished, failed or cancelled: it will not change any more.</summary>
    public bool IsOver => State is JobState.Finished or JobState.Failed or JobState.Cancelled;
}
