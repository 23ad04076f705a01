using System.Collections.Concurrent;
using CogSpace.Web.Api;
using CogSpace.Web.Moderation;
using CogSpace.Web.Operations;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>All jobs that there are: what the page and the endpoints talk to. Accepted means kept.</summary>
public sealed partial class JobBoard
{
    private readonly JobStore _store;
    private readonly JobQueue _queue;
    private readonly RequestCheck _check;
    private readonly Admission _admission;
    private readonly UploadStore _uploads;
    private readonly StorageRoom _room;
    private readonly FairShare _share;
    private readonly Drain _drain;
    private readonly ServerMeter _meter;
    private readonly SpentKeys _spent;
    private readonly TimeProvider _time;
    private readonly ILogger<JobBoard> _log;
    private readonly ChangeSignal<string?> _changes;       // an owner, or null for all of them
    private readonly ConcurrentDictionary<string, GenerationJob> _jobs = new(StringComparer.Ordinal);

    internal JobBoard(
        JobStore store, JobQueue queue, RequestCheck check, Admission admission, UploadStore uploads, StorageRoom room,
        FairShare share, Drain drain, ServerMeter meter, SpentKeys spent, IOptions<JobOptions> options, TimeProvider time,
        ILogger<JobBoard> log)
    {
        (_store, _queue, _check, _admission, _uploads) = (store, queue, check, admission, uploads);
        (_room, _share, _drain, _meter, _spent, _time, _log) = (room, share, drain, meter, spent, time, log);
        JobChanges = new ChangeSignal<GenerationJob>(log);
        _changes = new ChangeSignal<string?>(log);
        _queue.Changes.Subscribe(_ => _changes.Raise(null));
        Restore(options.Value.Attempts);
    }

    /// <summary>Every job of every visitor, in no order.</summary>
    internal IReadOnlyCollection<GenerationJob> All => [.. _jobs.Values];

    /// <summary>Raised after a job has changed, on the thread that changed it.</summary>
    internal ChangeSignal<GenerationJob> JobChanges { get; }

    /// <summary>
    /// Puts a job into the queue. When this returns it is on disk and nothing but the visitor or a failure ends it.
    /// </summary>
    /// <param name="visitor">Whose it will be.</param>
    /// <param name="request">
    /// What to make. In the place of a picture's or video's path it has the id of an upload, or of an earlier job, to take
    /// what that was made from. Of a video that it goes on from it has the job's id; where that job gives the picture, too, it
    /// goes on from what that job went on from.
    /// </param>
    /// <param name="model">A model on offer, by name; null where none takes part.</param>
    /// <param name="cancel">Looked at until the job is saved.</param>
    /// <exception cref="RefusedException">The demo is closed, or the host does not want this visitor or this prompt.</exception>
    /// <exception cref="QueueFullException">Too many wait.</exception>
    /// <exception cref="ShareUsedException">This visitor has a full share of the queue or of the day's time.</exception>
    /// <exception cref="SourceGoneException">The picture or video is not there, or not this owner's.</exception>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    /// <exception cref="DrainingException">The server runs empty.</exception>
    /// <exception cref="CogSpaceException">
    /// Nobody could fetch the video, the model is not on offer or damaged, or the disk or its quota is full.
    /// </exception>
    public Task<GenerationJob> SubmitAsync(
        Visitor visitor, GenerationRequest request, string? model, CancellationToken cancel = default) =>
        SubmitTaggedAsync(visitor, request, model, tag: null, cancel);

    /// <summary>As <see cref="SubmitAsync"/>, with what a program says of the job, which is kept with it.</summary>
    internal async Task<GenerationJob> SubmitTaggedAsync(
        Visitor visitor, GenerationRequest request, string? model, JobTag? tag, CancellationToken cancel = default)
    {
        await _check.DeviceIsKnownAsync(cancel);
        // it waits for the disk
        return await Task.Run(() => CountAsync(AcceptAsync(visitor, request, model, tag, cancel)), cancel);
    }

    /// <summary>A job of this owner; null for foreign and unknown ids alike.</summary>
    public GenerationJob? Find(string owner, string id) =>
        _jobs.TryGetValue(id, out var job) && job.Owner == owner ? job : null;

    /// <summary>A job of any owner, for the operator.</summary>
    internal GenerationJob? FindOfAnybody(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>The jobs of an owner, the newest first.</summary>
    public IReadOnlyList<GenerationJob> Of(string owner) =>
        [.. _jobs.Values.Where(job => job.Owner == owner).OrderByDescending(job => job.Place)];

    /// <summary>The file of a picture or video that this owner can make a video from; null for what is foreign or gone.</summary>
    /// <param name="owner">The visitor.</param>
    /// <param name="id">Of an upload, or of the job that it belongs to.</param>
    /// <param name="kind">What it has to be.</param>
    public string? SourceFileOf(string owner, string id, SourceKind kind) => FindSource(owner, id, kind)?.Path;

    /// <returns>1 for the job that comes next; null when it does not wait.</returns>
    public int? PositionOf(GenerationJob job) => _queue.PositionOf(job);

    /// <returns>Seconds until a waiting job probably starts; null when it does not wait, or nobody can tell.</returns>
    public double? SecondsUntilStart(GenerationJob job) => _queue.SecondsUntilStart(job);

    /// <param name="owner">Whose jobs to watch.</param>
    /// <param name="changed">
    /// Called on any thread after one of them has changed, come or gone, or after the queue has moved.
    /// </param>
    /// <returns>Dispose it to hear no more.</returns>
    public IDisposable OnChange(string owner, Action changed) => _changes.Subscribe(who =>
    {
        if (who is null || who == owner)
            changed();
    });

    /// <summary>Removes a job and its files now; a running one is stopped first. Does nothing where there is none.</summary>
    public void Delete(string owner, string id)
    {
        if (Find(owner, id) is { } job)
            Delete(job, JobRemoval.Asked);
    }

    /// <summary>Jobs that are over, the one that ended first at the front.</summary>
    internal IReadOnlyList<GenerationJob> Over() =>
        [.. _jobs.Values.Where(job => job.Status.IsOver).OrderBy(EndOf)];

    /// <summary>Deletes jobs without a video of which there are too many, and cancelled ones soon.</summary>
    internal void ForgetUseless()
    {
        foreach (var job in UselessJobs.Of(_jobs.Values, _time.GetUtcNow()))
            Delete(job, JobRemoval.Useless);
    }

    /// <summary>Deletes jobs that take more of the disk than their visitors' part.</summary>
    internal void KeepQuota()
    {
        foreach (var job in _room.Surplus([.. _jobs.Values]))
        {
            _log.LogInformation("Job {JobId} makes room", job.Id);
            Delete(job, JobRemoval.Quota);
        }
    }

    internal static DateTimeOffset EndOf(GenerationJob job) => job.Status.Ended ?? job.Created;

    internal void Delete(GenerationJob job, JobRemoval reason)
    {
        _spent.Add(job);
        if (!_jobs.TryRemove(job.Id, out _))
            return;
        if (job.Share is { } share)
            _shared.TryRemove(share.Id, out _);
        job.Cancel();
        job.Delete();
        _meter.Removed(reason);
        _log.LogInformation("Job {JobId} was deleted", job.Id);
        _changes.Raise(job.Owner);
    }

    private async Task<GenerationJob> CountAsync(Task<GenerationJob> accepting)
    {
        try
        {
            var job = await accepting;
            _meter.Accepted(job);
            return job;
        }
        catch (CogSpaceException e)
        {
            _meter.Refused("job", RefusalReason.Of(e));
            throw;
        }
    }

    private async Task<GenerationJob> AcceptAsync(
        Visitor visitor, GenerationRequest request, string? model, JobTag? tag, CancellationToken cancel)
    {
        _drain.RequireOpen();
        _admission.Check(visitor);
        string owner = visitor.Owner;
        if (owner == OwnerContext.Nobody)
            throw new CogSpaceException(
                "This browser keeps no cookies here, so the video could not be shown to you. Allow cookies for this " +
                "page, or open it in a window of its own, and load it again."
            );
        var source = FindSource(owner, request);
        string? earlier = FindEarlier(owner, request);
        var planned = _check.Plan(request, model, source?.Info.Video);
        var plan = planned.Plan;
        await _admission.CheckTextsAsync(request, cancel);
        ForgetUseless();
        _room.Check(visitor, [.. _jobs.Values]);
        cancel.ThrowIfCancellationRequested();

        var record = new JobRecord
        {
            Id = UnguessableId.New(),
            Owner = owner,
            Address = visitor.Address,
            Model = planned.Model?.Name,
            Stages = planned.Work,
            Type = planned.Model is null ? null : _check.TypeFor(planned.Model),
            Request = request switch
            {
                ImageToVideo image => image with
                {
                    Image = Path.GetFileName(source!.Path),
                    Extends = earlier is null ? null : JobStore.EarlierName,
                },
                SourceToVideo sourced => sourced with { Source = Path.GetFileName(source!.Path) },
                _ => request,
            },
            Source = source?.Info,
            CropBox = source is null || plan is null ? null : CropBoxOf(request, source.Info, plan),
            Created = _time.GetUtcNow(),
            Place = _queue.Reserve(visitor, _share.Speeds.SecondsOf(planned.Work)),
            State = JobState.Queued,
            Attempts = 0,
            Notes = plan?.Notes ?? [],
            Tag = tag,
        };
        try
        {
            _store.Add(record, source?.Path, earlier);
        }
        catch
        {
            _queue.GiveUp(record.Place);
            throw;
        }

        if (source?.Upload is { } upload)
            _uploads.Touch(upload);
        var job = Know(record, planned);
        _log.LogInformation(
            "Job {JobId} is queued for {Model}, {Steps} steps", job.Id, job.Model ?? "post-processing", request.Steps);
        _queue.Add(job);
        return job;
    }

    private static CropBox? CropBoxOf(GenerationRequest request, SourceInfo source, GenerationPlan plan) =>
        (request as SourceToVideo)?.Crop?.Of(source.Width, source.Height, plan.Width, plan.Height);

    private GenerationJob Know(JobRecord record, PlannedRequest? planned = null)
    {
        var job = new GenerationJob(record, _store, _time, _log) { Planned = planned, Speeds = _share.Speeds };
        job.OnChange(() =>
        {
            _changes.Raise(job.Owner);
            JobChanges.Raise(job);
        });
        _jobs[job.Id] = job;
        if (job.Share is { } share)
            _shared[share.Id] = job;
        return job;
    }
}
