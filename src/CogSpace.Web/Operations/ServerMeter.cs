using System.Diagnostics;
using System.Diagnostics.Metrics;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Operations;

/// <summary>
/// Counts what happens. Labels have few values: states, stages, reasons and the names of installed models, never an owner, an
/// address or a prompt.
/// </summary>
internal sealed class ServerMeter : IDisposable
{
    /// <summary>Of the meter, and of the source of traces.</summary>
    public const string Name = "CogSpace.Web";

    private const string Model = "cogspace.model";
    private const string State = "cogspace.job.state";
    private const string Reason = "cogspace.reason";

    // Seconds, from one step of a small model to the usual deadline.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600],
    };

    private readonly ModelMenu _models;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _removed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _uploads;
    private readonly Counter<long> _uploaded;
    private readonly Histogram<double> _waits;
    private readonly Histogram<double> _runs;
    private readonly Histogram<double> _stages;

    public ServerMeter(IMeterFactory meters, ModelMenu models)
    {
        _models = models;
        Meter = meters.Create(Name);
        _accepted = Meter.CreateCounter<long>("cogspace.job.accepted", "{job}", "Jobs that were accepted.");
        _ended = Meter.CreateCounter<long>("cogspace.job.ended", "{job}", "Jobs that are over.");
        _removed = Meter.CreateCounter<long>("cogspace.job.removed", "{job}", "Jobs whose files were deleted.");
        _refused = Meter.CreateCounter<long>("cogspace.refusals", "{refusal}", "What was refused.");
        _uploads = Meter.CreateCounter<long>("cogspace.uploads", "{file}", "Files of visitors that were taken.");
        _uploaded = Meter.CreateCounter<long>("cogspace.upload.size", "By", "Bytes of files that were taken.");
        _waits = Meter.CreateHistogram(
            "cogspace.job.wait", "s", "From a job's acceptance to the start of its run.", advice: Durations);
        _runs = Meter.CreateHistogram("cogspace.job.duration", "s", "The run of a job.", advice: Durations);
        _stages = Meter.CreateHistogram("cogspace.job.stage.duration", "s", "One stage of a job.", advice: Durations);
    }

    /// <summary>For instruments that look when they are asked.</summary>
    public Meter Meter { get; }

    public ActivitySource Traces { get; } = new(Name);

    public void Accepted(GenerationJob job) => _accepted.Add(1, LabelOf(job));

    public void Started(GenerationJob job, double secondsWaited) => _waits.Record(secondsWaited, LabelOf(job));

    /// <param name="job">One that is over.</param>
    /// <param name="hasRun">Whether it had the device.</param>
    public void Ended(GenerationJob job, bool hasRun)
    {
        var state = new KeyValuePair<string, object?>(State, Word(job.Status.State));
        _ended.Add(1, LabelOf(job), state);
        if (hasRun)
            _runs.Record(job.SecondsUsed, LabelOf(job), state);
        foreach (var (stage, seconds) in job.Status.StageSeconds ?? new Dictionary<GenerationStage, double>())
            _stages.Record(seconds, LabelOf(job), new("cogspace.job.stage", Word(stage)));
    }

    public void Removed(JobRemoval reason) => _removed.Add(1, new KeyValuePair<string, object?>(Reason, Word(reason)));

    /// <param name="what">job, upload, page, conversion or request.</param>
    /// <param name="reason">From <see cref="RefusalReason"/>.</param>
    public void Refused(string what, string reason) => _refused.Add(1, new("cogspace.refused", what), new(Reason, reason));

    public void Uploaded(SourceKind kind, long bytes)
    {
        var label = new KeyValuePair<string, object?>("cogspace.upload.kind", Word(kind));
        _uploads.Add(1, label);
        _uploaded.Add(bytes, label);
    }

    /// <summary>The model's name; "other" for one that is not installed any more, "none" where none takes part.</summary>
    public string NameOf(string? model) =>
        model is null ? "none"
        : _models.Offered.Any(offered => offered.Name == model) ? model
        : "other";

    public void Dispose()
    {
        Meter.Dispose();
        Traces.Dispose();
    }

    /// <summary>"reading_prompt" of ReadingPrompt.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private KeyValuePair<string, object?> LabelOf(GenerationJob job) => new(Model, NameOf(job.Model));
}
