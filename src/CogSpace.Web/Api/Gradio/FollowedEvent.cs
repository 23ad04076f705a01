using CogSpace.Web.Api.V1;
using CogSpace.Web.Jobs;
using CogSpace.Web.Operations;

namespace CogSpace.Web.Api.Gradio;

/// <summary>An event as one stream tells of it: each change once.</summary>
internal abstract class FollowedEvent(KnownEvent known)
{
    public KnownEvent Known => known;

    /// <summary>Whether its end was told.</summary>
    public bool IsDone { get; private set; }

    /// <summary>What there is to tell since the last time.</summary>
    public abstract Task<IReadOnlyList<GradioMessage>> NewsAsync();

    protected ProcessCompletedMessage Succeeded(IReadOnlyList<object?> data, double? seconds)
    {
        IsDone = true;
        return new ProcessCompletedMessage(known.Id, Success: true, new GradioOutput(data, seconds));
    }

    protected ProcessCompletedMessage Failed(string sentence)
    {
        IsDone = true;
        return new ProcessCompletedMessage(known.Id, Success: false, new GradioError(sentence));
    }
}

/// <summary>A video.</summary>
/// <param name="known">Of which it is told.</param>
/// <param name="board">Knows the queue.</param>
/// <param name="files">Knows its files.</param>
/// <param name="request">That is answered.</param>
/// <param name="wake">Called when there is something to tell that is not a change of the job.</param>
/// <param name="end">Of the stream.</param>
internal sealed class FollowedJob(
    KnownJob known, JobBoard board, GradioFiles files, HttpRequest request, Action wake, CancellationToken end)
    : FollowedEvent(known)
{
    private const ulong LargestSafe = (1UL << 53) - 1;
    private const double Whole = 100;

    private readonly GenerationJob _job = known.Job;
    private int? _position;
    private bool _hasStarted;
    private (int Percent, GenerationStage? Stage, int? Step) _told = (0, null, null);
    private Task<GradioFileData?>? _gif;

    public override async Task<IReadOnlyList<GradioMessage>> NewsAsync()
    {
        var status = _job.Status;
        if (_job.IsDeleted)
            return [Failed("There is no such video, or it has expired.")];
        return status.State switch
        {
            JobState.Queued => Waiting(),
            JobState.Running => [.. Beginning(), .. Progress(status)],
            JobState.Finished => await FinishedAsync(status),
            _ => [Failed(ApiProblem.WhyNotMade(status) ?? "")],
        };
    }

    private IReadOnlyList<GradioMessage> Waiting()
    {
        if (board.PositionOf(_job) is not { } position || position == _position)
            return [];
        _position = position;
        _hasStarted = false;       // it was interrupted
        double? seconds = board.SecondsUntilStart(_job) is { } wait && OwnSeconds() is { } own ? wait + own : null;
        int waiting = board.All.Count(job => job.Status.State == JobState.Queued);
        return [new EstimationMessage(_job.Id, position - 1, waiting, Rounded(seconds))];
    }

    private IReadOnlyList<GradioMessage> Beginning()
    {
        if (_hasStarted)
            return [];
        (_hasStarted, _position) = (true, null);
        return [new ProcessStartsMessage(_job.Id, Rounded(_job.SecondsLeft ?? OwnSeconds()))];
    }

    private IReadOnlyList<GradioMessage> Progress(JobStatus status)
    {
        if (status.Progress is not { } progress || _told == (status.Percent, progress.Stage, progress.Step))
            return [];
        _told = (status.Percent, progress.Stage, progress.Step);
        return
        [
            new ProgressMessage(
                _job.Id,
                [new ProgressUnit(progress.Step, progress.Of, status.Percent / Whole, ServerMeter.Word(progress.Stage))]),
        ];
    }

    // The GIF may take a while, in which other events of the stream go on.
    private async Task<IReadOnlyList<GradioMessage>> FinishedAsync(JobStatus status)
    {
        if (_gif is null)
        {
            _gif = files.GifOfAsync(request, _job, end);
            _ = _gif.ContinueWith(_ => wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        if (!_gif.IsCompleted)
            return [];
        var gif = await _gif;
        var video = files.VideoOf(request, _job);
        ulong seed = _job.Request.Seed;
        object said = seed <= LargestSafe ? seed : VideoRequests.SeedText(seed);
        double? seconds = status is { Started: { } from, Ended: { } to } ? (to - from).TotalSeconds : null;
        return [Succeeded([video, video, gif, said], seconds)];
    }

    private double? OwnSeconds() => _job.Speeds?.Of(_job.Work)?.Values.Sum();

    private static double? Rounded(double? seconds) => seconds is { } time ? Math.Round(time, 1) : null;
}

/// <summary>A call that is not a video.</summary>
internal sealed class FollowedCall(KnownCall known) : FollowedEvent(known)
{
    private bool _hasStarted;

    public override Task<IReadOnlyList<GradioMessage>> NewsAsync()
    {
        var news = new List<GradioMessage>();
        if (!_hasStarted)
            news.Add(new ProcessStartsMessage(known.Id, Eta: null));
        _hasStarted = true;
        if (known.Call.Outcome is { } outcome)
            news.Add(outcome.Data is { } data ? Succeeded(data, seconds: null) : Failed(outcome.Error ?? ""));
        return Task.FromResult<IReadOnlyList<GradioMessage>>(news);
    }
}
