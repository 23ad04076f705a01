using System.Diagnostics.CodeAnalysis;
using CogSpace.Generation;
using CogSpace.Web.Estimates;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Jobs;

/// <summary>
/// One video that somebody asked for, from the queue to its end. Every change of state is on disk before it is seen.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A cancellation source without a timer holds nothing that needs releasing.")]
public sealed partial class GenerationJob
{
    private readonly JobRecord _record;       // as it was first seen; Status and Attempts say what became of it
    private readonly JobStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ChangeSignal<GenerationJob> _changes;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Lock _changing = new();
    private volatile JobStatus _status;
    private OverallProgress _progress;        // of the present run
    private int _attempts;
    private bool _deleted;

    internal GenerationJob(JobRecord record, JobStore store, TimeProvider time, ILogger log)
    {
        (_record, _store, _time, _log, _attempts) = (record, store, time, log, record.Attempts);
        Visitor = new Visitor(record.Owner, record.Address ?? Visitor.ThisMachine);
        _changes = new ChangeSignal<GenerationJob>(log);
        _progress = new OverallProgress(record.Request);
        _share = record.Share;
        _tag = record.Tag;
        _status = new JobStatus(record.State, null, record.Error, record.Recipe, record.Notes, record.Started, record.Ended);
    }

    /// <summary>Unguessable, safe in an address.</summary>
    public string Id => _record.Id;

    /// <summary>Whose it is.</summary>
    public string Owner => _record.Owner;

    /// <summary>What it is; a picture or video in it is named and not found by that.</summary>
    public GenerationRequest Request => _record.Request;

    /// <summary>The picture or video that it is made from; null for a prompt alone.</summary>
    public SourceInfo? Source => _record.Source;

    /// <summary>Whether a browser shows that as a picture.</summary>
    public bool IsSourceShownAsImage => SourceFormat.OfFile((Request as SourceToVideo)?.Source) is { IsShownAsImage: true };

    /// <summary>The part of that which is used; null for all of it.</summary>
    public CropBox? CropBox => _record.CropBox;

    /// <summary>The model's name in the catalog; null where no model takes part.</summary>
    public string? Model => _record.Model;

    /// <summary>The number type that it computes in; null where that was not kept.</summary>
    public ComputeType? Type => _record.Type;

    public DateTimeOffset Created => _record.Created;

    /// <summary>How it stands now.</summary>
    public JobStatus Status => _status;

    /// <summary>What was planned when it was accepted; null after a restart.</summary>
    internal PlannedRequest? Planned { get; init; }

    /// <summary>Whose it is, and the address that it counts for.</summary>
    internal Visitor Visitor { get; }

    internal long Place => _record.Place;

    /// <summary>What each stage asks of this machine; null where that was not kept.</summary>
    internal IReadOnlyList<StageWork>? Work => _record.Stages;

    /// <summary>Tells how long the stages will probably take; null: nobody does.</summary>
    internal StageSpeeds? Speeds { get; init; }

    /// <summary>Until a running job is finished, as far as can be told; else null.</summary>
    internal double? SecondsLeft =>
        Status is { State: JobState.Running, Ends: { } ends } ? Math.Max(0, (ends - _time.GetUtcNow()).TotalSeconds) : null;

    /// <summary>How long it had the device; 0 while it is not over.</summary>
    internal double SecondsUsed =>
        Status is { Started: { } started, Ended: { } ended } ? Math.Max(0, (ended - started).TotalSeconds) : 0;

    /// <summary>It waits again after a run that the server's end interrupted.</summary>
    internal bool WasInterrupted => Status is { State: JobState.Queued, Started: not null };

    /// <summary>How often the server died while running it, the present run included.</summary>
    internal int Attempts => _attempts;

    /// <summary>The visitor's wish.</summary>
    internal CancellationToken Cancelled => _cancelled.Token;

    internal bool IsDeleted
    {
        get
        {
            lock (_changing)
                return _deleted;
        }
    }

    /// <param name="changed">Called after every change, on any thread.</param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable OnChange(Action changed) => _changes.Subscribe(_ => changed());

    /// <summary>A waiting job leaves the queue, a running one stops within a step, one that is over stays as it is.</summary>
    public void Cancel()
    {
        if (!Status.IsOver)
            _cancelled.Cancel();
    }

    /// <summary>Notes on disk that a run begins, so that a server's death is counted.</summary>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    internal void Start()
    {
        var progress = new OverallProgress(Request, Speeds?.Of(Work));
        lock (_changing)
            _progress = progress;
        Change(
            _status with
            {
                State = JobState.Running,
                Progress = null,
                Percent = 0,
                Ends = EndAfter(progress.SecondsLeft),
                Delay = null,
                Started = _time.GetUtcNow(),
            },
            _attempts + 1
        );
    }

    /// <summary>It is its turn, and it cannot run yet. Seen at once, never on disk.</summary>
    internal void Delay(string sentence)
    {
        lock (_changing)
        {
            if (_status.State != JobState.Queued || _status.Delay == sentence)
                return;
            _status = _status with { Delay = sentence };
        }

        _changes.Raise(this);
    }

    /// <summary>Seen at once, never on disk: a run that is interrupted starts from the beginning.</summary>
    internal void Report(GenerationProgress progress)
    {
        lock (_changing)
        {
            if (_status.State != JobState.Running)
                return;
            _status = _status with
            {
                Progress = _progress.Add(progress),
                Percent = _progress.Percent,
                Ends = EndAfter(_progress.SecondsLeft),
            };
        }

        _changes.Raise(this);
    }

    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    internal void Succeed(
        Recipe? recipe, IReadOnlyList<string> notes, IReadOnlyDictionary<GenerationStage, double> seconds) =>
        Change(
            _status with
            {
                State = JobState.Finished,
                Progress = null,
                Recipe = recipe,
                Notes = notes,
                StageSeconds = seconds,
                Ended = _time.GetUtcNow(),
            },
            0
        );

    internal void Fail(string sentence) =>
        ChangeAnyhow(
            _status with
            {
                State = JobState.Failed,
                Progress = null,
                Error = sentence,
                Ended = _time.GetUtcNow(),
            },
            _attempts
        );

    internal void MarkCancelled() =>
        ChangeAnyhow(_status with { State = JobState.Cancelled, Progress = null, Ended = _time.GetUtcNow() }, _attempts);

    /// <summary>The server is being stopped in an orderly way, which is not the job's fault.</summary>
    internal void MarkInterrupted()
    {
        lock (_changing)
        {
            if (_status.State != JobState.Running)
                return;       // its end came first
            SetAnyhow(_status with { State = JobState.Queued, Progress = null }, Math.Max(_attempts - 1, 0));
        }

        _changes.Raise(this);
    }

    /// <summary>The server died during the run; the disk says so already.</summary>
    internal void Requeue()
    {
        lock (_changing)
            _status = _status with { State = JobState.Queued, Progress = null };
    }

    /// <summary>Removes it from disk. From now on nothing of it is written.</summary>
    internal void Delete()
    {
        lock (_changing)
        {
            _deleted = true;
            _store.Delete(Id);
        }
    }

    private DateTimeOffset? EndAfter(double? seconds) => seconds is { } left ? _time.GetUtcNow().AddSeconds(left) : null;

    private void Change(JobStatus status, int attempts)
    {
        lock (_changing)
            Set(status, attempts);
        _changes.Raise(this);
    }

    private void ChangeAnyhow(JobStatus status, int attempts)
    {
        lock (_changing)
            SetAnyhow(status, attempts);
        _changes.Raise(this);
    }

    private void Set(JobStatus status, int attempts)
    {
        if (!_deleted)
            _store.Save(RecordOf(status, attempts));
        (_status, _attempts) = (status, attempts);
    }

    // Where the disk refuses, the visitor hears it all the same; after a restart the job is run again.
    private void SetAnyhow(JobStatus status, int attempts)
    {
        try
        {
            Set(status, attempts);
        }
        catch (CogSpaceException)
        {
            _log.LogError("Job {JobId} is {State}, but only until the next start: it could not be written", Id, status.State);
            (_status, _attempts) = (status, attempts);
        }
    }

    private JobRecord RecordOf(JobStatus status, int attempts) => _record with
    {
        State = status.State,
        Attempts = attempts,
        Error = status.Error,
        Recipe = status.Recipe,
        Notes = status.Notes,
        Started = status.Started,
        Ended = status.Ended,
        Share = _share,
        Tag = _tag,
    };
}
