using System.Globalization;
using System.Text.Json;
using CogSpace.Web.Media;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Jobs;

/// <summary>
/// Jobs on disk: a folder for each, with job.json, the picture or video that it is made from, and, when it is finished, its
/// video and poster.
/// </summary>
internal sealed class JobStore(DataFolder data, TimeProvider time, ILogger<JobStore> log)
{
    private const string RecordName = "job.json";

    /// <summary>The bare name of the video that a job goes on from.</summary>
    public const string EarlierName = "earlier.mp4";

    // Begins the name of what was set aside: moving a folder leaves its own times as they were.
    private const string MomentFormat = "yyyyMMdd'T'HHmmss'Z'";

    public string VideoPath(string id) => Path.Combine(FolderOf(id), "video.mp4");

    /// <summary>The same video before its frames were upscaled.</summary>
    public string BeforePath(string id) => Path.Combine(FolderOf(id), "before.mp4");

    /// <summary>The same video in another form.</summary>
    public string FormatPath(string id, VideoFormat form) =>
        Path.Combine(FolderOf(id), $"video.{VideoFormats.EndingOf(form)}");

    public string PosterPath(string id) => Path.Combine(FolderOf(id), "poster.jpg");

    /// <summary>The picture or video that a job is made from; null where there is none.</summary>
    public string? SourcePath(string id, GenerationRequest request) =>
        request is SourceToVideo { Source: var name } ? Path.Combine(FolderOf(id), name) : null;

    /// <summary>The video that a job goes on from, where it does.</summary>
    public string EarlierPath(string id) => Path.Combine(FolderOf(id), EarlierName);

    /// <summary>A request as the runner wants it: with paths to its picture or video, and to what it goes on from.</summary>
    public GenerationRequest WithPath(string id, GenerationRequest request) => request switch
    {
        ImageToVideo { Extends: not null } image =>
            image with { Source = SourcePath(id, request)!, Extends = EarlierPath(id) },
        SourceToVideo sourced => sourced with { Source = SourcePath(id, request)! },
        _ => request,
    };

    /// <summary>Every job on disk in the order of the queue. What was half written is removed, what is damaged is set aside,
    /// and what cannot be read just now, or only by another version, stays where it is for a later start.</summary>
    public IReadOnlyList<JobRecord> Load()
    {
        var records = new List<JobRecord>();
        foreach (string folder in Directory.EnumerateDirectories(data.Jobs))
        {
            if (TryRead(folder) is { } record)
                records.Add(record);
        }

        return WithoutTies(records.OrderBy(record => record.Place).ThenBy(record => record.Created));
    }

    /// <summary>As <see cref="Save(JobRecord)"/>, for a new job: when it could not be written, nothing of it stays.</summary>
    /// <param name="record">The job.</param>
    /// <param name="source">The picture or video that it is made from, to be kept with it.</param>
    /// <param name="earlier">The video that it goes on from, to be kept with it.</param>
    public void Add(JobRecord record, string? source = null, string? earlier = null)
    {
        try
        {
            Save(record, source, earlier);
        }
        catch (CogSpaceException)
        {
            Delete(record.Id);
            throw;
        }
    }

    /// <summary>When this returns, the job is on disk.</summary>
    /// <exception cref="CogSpaceException">It could not be written; what was there before still is.</exception>
    public void Save(JobRecord record) => Save(record, source: null, earlier: null);

    /// <summary>Brings a finished video to disk, and removes what its making left behind.</summary>
    /// <exception cref="CogSpaceException">The disk does not take it.</exception>
    public void Settle(string id)
    {
        try
        {
            Disk.Flush(VideoPath(id));
            Disk.FlushFolder(FolderOf(id));
            RemovePartsOf(FolderOf(id));
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw Disk.Explain("The video was made but the server's disk did not take it. Please try again later.", e);
        }
    }

    /// <summary>Removes a video that nobody may see, with all that was made beside it. The job and its source stay.</summary>
    /// <exception cref="CogSpaceException">It cannot be removed.</exception>
    public void DeleteVideo(string id) => Disk.Try("Cannot remove a video", () =>
    {
        string[] forms = [.. Enum.GetValues<VideoFormat>().Select(form => FormatPath(id, form))];
        foreach (string path in (string[])[VideoPath(id), BeforePath(id), PosterPath(id), .. forms])
            File.Delete(path);
        RemovePartsOf(FolderOf(id));
    });

    /// <summary>Removes what a run has left that could not clean up after itself.</summary>
    public void RemoveParts(string id)
    {
        try
        {
            RemovePartsOf(FolderOf(id));
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogWarning(e, "What a run of job {JobId} left cannot be deleted; the next start tries again", id);
        }
    }

    /// <summary>
    /// Removes a job with all its files. The record goes first, so that half a deletion is never taken for a job.
    /// </summary>
    public void Delete(string id)
    {
        string folder = FolderOf(id);
        try
        {
            File.Delete(Path.Combine(folder, RecordName));
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Deleted before.
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogWarning(e, "The folder of job {JobId} cannot be deleted whole; the next start tries again", id);
        }
    }

    /// <summary>A sentence that names a job's files by their names alone: where they lie is nobody's business.</summary>
    public string WithoutFolder(string id, string sentence) =>
        sentence.Replace(FolderOf(id) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    /// <summary>Removes what was set aside before a moment.</summary>
    public void DeleteDamaged(DateTimeOffset before)
    {
        foreach (string folder in Directory.EnumerateDirectories(data.Damaged).Where(folder => SetAsideAt(folder) < before))
            TryDelete(folder);
    }

    // null, and so never too old, for what somebody else put there.
    private static DateTimeOffset? SetAsideAt(string folder) =>
        DateTimeOffset.TryParseExact(
            Path.GetFileName(folder).Split('-')[0], MomentFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;

    private void Save(JobRecord record, string? source, string? earlier)
    {
        string folder = FolderOf(record.Id);
        try
        {
            bool isNew = !Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            if (source is not null)
                Disk.Link(source, SourcePath(record.Id, record.Request)!);
            if (earlier is not null)
                Disk.Link(earlier, EarlierPath(record.Id));
            AtomicFile.Write(Path.Combine(folder, RecordName), JobJson.Write(record), isDurable: true);
            if (isNew)
                Disk.FlushFolder(data.Jobs);
        }
        catch (IOException e) when (IsGone(source) || IsGone(earlier))
        {
            throw new SourceGoneException(e);
        }
        catch (Exception e) when (e is CogSpaceException || Disk.Failed(e))
        {
            log.LogError(e, "Job {JobId} cannot be written", record.Id);
            throw Disk.Explain(
                "The server cannot save this job: its disk is full or cannot be written to. Please try again later.", e);
        }
    }

    private static bool IsGone(string? path) => path is not null && !File.Exists(path);

    /// <summary>Where all of a job lies.</summary>
    /// <exception cref="ArgumentException">It is not an id.</exception>
    internal string FolderOf(string id) =>
        UnguessableId.IsValid(id)
            ? Path.Combine(data.Jobs, id)
            : throw new ArgumentException("This is not a job id.", nameof(id));

    // Two jobs of one place can only come from a folder that somebody copied.
    private static List<JobRecord> WithoutTies(IEnumerable<JobRecord> ordered)
    {
        var records = new List<JobRecord>();
        foreach (var record in ordered)
            records.Add(
                records.Count > 0 && record.Place <= records[^1].Place
                    ? record with
                    {
                        Place = records[^1].Place + 1,
                    }
                    : record
            );
        return records;
    }

    private JobRecord? TryRead(string folder)
    {
        string name = Path.GetFileName(folder);
        string path = Path.Combine(folder, RecordName);
        try
        {
            var record = JobJson.Read(File.ReadAllBytes(path));
            if (record.Id != name || !UnguessableId.IsValid(record.Id) || !UnguessableId.IsValid(record.Owner))
                throw new JsonException("its id or owner is not one of ours");
            if (record.Request is SourceToVideo { Source: var source } && SourceFormat.OfFile(source) is null)
                throw new JsonException("the file that it is made from is none of ours");
            if ((record.Model is null) != (record.Request is VideoPostProcessing))
                throw new JsonException("its model is missing");
            if (record.Request is ImageToVideo { Extends: not (null or EarlierName) })
                throw new JsonException("the video that it goes on from is none of ours");
            if (record.Share is { Id: var share } && !UnguessableId.IsValid(share))
                throw new JsonException("the id of its public page is not one of ours");
            RemovePartsOf(folder);
            return record;
        }
        catch (FileNotFoundException) when (UnguessableId.IsValid(name))
        {
            TryDelete(folder);       // nobody was told that this job is queued, or it was half deleted
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            SetAside(folder, name, e.Message);
        }
        // not damage: it may be readable at another time
        catch (Exception e) when (e is CogSpaceException || Disk.Failed(e))
        {
            log.LogError(e, "Job {JobId} cannot be read; it stays as it is, and the next start tries again", name);
        }

        return null;
    }

    private void SetAside(string folder, string name, string problem)
    {
        string moment = time.GetUtcNow().ToString(MomentFormat, CultureInfo.InvariantCulture);
        string aside = Path.Combine(data.Damaged, $"{moment}-{name}-{UnguessableId.New()[..8]}");
        try
        {
            Directory.Move(folder, aside);
            log.LogError("Job {JobId} cannot be read ({Problem}); it was set aside as {Folder}", name, problem, aside);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogError(e, "Job {JobId} cannot be read ({Problem}) nor set aside", name, problem);
        }
    }

    private void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogWarning(e, "The folder {Folder} cannot be deleted", folder);
        }
    }

    private static void RemovePartsOf(string folder)
    {
        foreach (string part in Directory.EnumerateFiles(folder, $"{AtomicFile.HiddenPrefix}*"))
            File.Delete(part);
    }
}
