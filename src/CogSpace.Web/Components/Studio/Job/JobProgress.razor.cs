using System.Globalization;
using CogSpace.Web.Jobs;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Studio.Job;

/// <summary>A job that waits or runs.</summary>
/// <remarks>Only stages are announced to screen readers; the steps would drown everything else.</remarks>
public sealed partial class JobProgress
{
    [Parameter, EditorRequired]
    public required GenerationJob Job { get; set; }

    [Parameter, EditorRequired]
    public required JobStatus Status { get; set; }

    /// <summary>1 is next; null when it does not wait.</summary>
    [Parameter]
    public int? Position { get; set; }

    private int Percent => Status.Percent;

    // The picture comes out of the noise.
    private string Left => (1 - (Percent / 100.0)).ToString("0.00", CultureInfo.InvariantCulture);

    private string Stage => Status.Progress is { } progress ? StageText.Name(progress.Stage) : "Starting";

    private string? Steps =>
        Status.Progress is { Stage: GenerationStage.Denoising } progress ? $", step {progress.Step} of {progress.Of}" : null;

    private string Eta =>
        Status.Delay is { } delay ? delay
        : Status.State == JobState.Queued ? "You may close this page: your place is kept."
        : Status.Progress?.SecondsLeft is { } seconds ? StageText.TimeLeft(seconds)
        : "time left not known yet";

    private string Place => Position switch
    {
        1 => "Position 1: yours is next",
        { } position => $"Position {position} in the queue",
        null => "About to start",
    };
}
