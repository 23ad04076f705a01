using System.Globalization;
using CogSpace.Web.Jobs;
using Microsoft.AspNetCore.Components;

namespace CogSpace.Web.Components.Studio.Job;

/// <summary>A job that waits or runs.</summary>
/// <remarks>Only stages are announced to screen readers; the steps would drown everything else.</remarks>
public sealed partial class JobProgress(JobBoard board) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly PeriodicTimer _timer = new(LookAgain);

    [Parameter, EditorRequired]
    public required GenerationJob Job { get; set; }

    [Parameter, EditorRequired]
    public required JobStatus Status { get; set; }

    private int Percent => Status.Percent;

    // The picture comes out of the noise.
    private string Left => (1 - (Percent / 100.0)).ToString("0.00", CultureInfo.InvariantCulture);

    private string Stage => Status.Progress is { } progress ? Text[$"Stage{progress.Stage}"] : Text["Starting"];

    private string? Steps =>
        Status.Progress is { Stage: GenerationStage.Denoising, Step: > 0 } progress
            ? Text["StepOf", progress.Step, progress.Of].Value
            : null;

    private string Eta =>
        Status.Delay is { } delay ? Sentences.Say(delay)
        : Status.State == JobState.Queued ? Text["PlaceKept"]
        : Job.SecondsLeft is { } seconds ? Text["TimeLeft", Time(seconds)]
        : Text["TimeUnknown"];

    private string? Wait =>
        Status.Delay is null && board.SecondsUntilStart(Job) is { } seconds ? Text["StartsIn", Time(seconds)].Value : null;

    private string Place => board.PositionOf(Job) switch
    {
        1 => Text["PositionNext"],
        { } position => Text["Position", position],
        null => Text["AboutToStart"],
    };

    public void Dispose() => _timer.Dispose();

    private string Time(double seconds) => Sentences.Say(StageText.Time(seconds));

    // Time passes without news, too.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = FollowTimeAsync();
    }

    private async Task FollowTimeAsync()
    {
        try
        {
            while (await _timer.WaitForNextTickAsync())
                StateHasChanged();
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
