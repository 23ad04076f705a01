using System.Collections.Concurrent;
using System.Text.Json;
using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Uploads;

/// <summary>Uploads on disk: a folder for each, with its file and, once that is known to be whole, upload.json.</summary>
internal sealed class UploadStore
{
    private const string RecordName = "upload.json";

    private readonly DataFolder _data;
    private readonly UploadOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<UploadStore> _log;
    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private readonly FairShare _share;
    private readonly ConcurrentDictionary<string, Visitor> _arriving = new(StringComparer.Ordinal);      // by id

    public UploadStore(
        DataFolder data, FairShare share, IOptions<UploadOptions> options, TimeProvider time, ILogger<UploadStore> log)
    {
        (_data, _share, _options, _time, _log) = (data, share, options.Value, time, log);
        Load();
    }

    /// <summary>How long an upload is kept that no video is made from.</summary>
    public TimeSpan Lifetime => _options.Lifetime;

    // So that a flood of uploads leaves room for jobs.
    private long QuotaBytes => _data.QuotaBytes / 2;

    /// <summary>An upload of this owner; null for foreign, unknown and expired ids alike.</summary>
    public Upload? Find(string owner, string id) =>
        _uploads.TryGetValue(id, out var upload) && upload.Owner == owner && !IsExpired(upload) ? upload : null;

    public string PathOf(Upload upload) => Path.Combine(FolderOf(upload.Id), upload.File);

    /// <summary>Lets an upload come. Dispose it: what was not kept by then is gone.</summary>
    /// <param name="visitor">Whose it will be.</param>
    /// <param name="bytes">
    /// As many as are announced. They have to fit, and take no room from others before they have come.
    /// </param>
    /// <exception cref="UploadRefusedException">There is no room, or too many come at once.</exception>
    public UploadPlace Reserve(Visitor visitor, long bytes)
    {
        CheckRoom(visitor, bytes);
        var limit = _share.Uploads.Take(visitor, out var use);
        if (use is null)
            throw new UploadRefusedException(
                StatusCodes.Status429TooManyRequests,
                limit == ShareLimit.All
                    ? "The server is receiving as many files as it can. Please try again in a minute."
                    : "Too many files are being sent at once. Please wait until one of them has arrived.");
        var place = new UploadPlace(this, UnguessableId.New(), visitor, use);
        _arriving[place.Id] = visitor;
        return place;
    }

    /// <exception cref="UploadRefusedException">The disk, or this visitor's part of it, does not have room for more.</exception>
    public void CheckRoom(Visitor visitor, long bytes)
    {
        if (!_data.HasRoomFor(bytes) || Size() + bytes > QuotaBytes)
            throw NoRoom();
        if (visitor.IsTrusted)
            return;
        if (
            SizeOf(other => other.Owner == visitor.Owner) + bytes > FairShare.OwnersPartOf(_data.QuotaBytes)
            || SizeOf(other => other.Address == visitor.Address) + bytes > FairShare.AddressPartOf(_data.QuotaBytes)
        )
            throw new UploadRefusedException(
                StatusCodes.Status507InsufficientStorage,
                "Your files take as much room as they may have here. Those that you do not use are removed within " +
                $"{RoughTime.Words(Lifetime)}."
            );
    }

    /// <summary>The folders of some visitors' uploads, those that are still coming too.</summary>
    public IEnumerable<string> FoldersOf(Func<Visitor, bool> isOne) => _uploads.Values
        .Where(upload => isOne(upload.Visitor))
        .Select(upload => upload.Id)
        .Concat(_arriving.Where(each => isOne(each.Value)).Select(each => each.Key))
        .Distinct()
        .Select(FolderOf);

    /// <summary>Says that a video is made from it, so that it stays for another while.</summary>
    public void Touch(Upload upload) => _uploads.TryUpdate(upload.Id, upload with { Used = _time.GetUtcNow() }, upload);

    /// <summary>Removes what nobody has made a video from for too long.</summary>
    public void DeleteExpired()
    {
        foreach (var upload in _uploads.Values.Where(IsExpired))
        {
            _log.LogInformation("Upload {UploadId} has expired", upload.Id);
            Delete(upload);
        }
    }

    /// <summary>Bytes of all uploads, those that are still coming too.</summary>
    public long Size() => FolderSize.Of(_data.Uploads);

    private long SizeOf(Func<Visitor, bool> isOne) => FolderSize.Of(FoldersOf(isOne));

    internal static UploadRefusedException NoRoom(Exception? inner = null) => new(
        StatusCodes.Status507InsufficientStorage, "The server has no room for this file. Please try again later.", inner);

    internal string FolderOf(string id) =>
        UnguessableId.IsValid(id)
            ? Path.Combine(_data.Uploads, id)
            : throw new ArgumentException("This is not an id of an upload.", nameof(id));

    /// <summary>From here on it can be found, by a later server too.</summary>
    /// <exception cref="UploadRefusedException">The disk does not take it.</exception>
    internal Upload Keep(UploadPlace place, string file, SourceInfo info, Recipe? recipe)
    {
        var upload = new Upload(place.Id, place.Visitor.Owner, file, info, _time.GetUtcNow())
        {
            Address = place.Visitor.Address,
            Recipe = recipe,
        };
        try
        {
            AtomicFile.Write(Path.Combine(FolderOf(place.Id), RecordName), UploadJson.Write(upload), isDurable: true);
        }
        catch (CogSpaceException e)
        {
            _log.LogError(e, "An upload cannot be kept");
            throw NoRoom(e);
        }

        _uploads[upload.Id] = upload;
        foreach (
            var older in _uploads
                .Values.Where(other => other.Owner == upload.Owner)
                .OrderByDescending(other => other.Used)
                .Skip(UploadOptions.MaxPerOwner)
        )
            Delete(older);
        return upload;
    }

    internal void Release(UploadPlace place)
    {
        _arriving.TryRemove(place.Id, out _);
        if (!_uploads.ContainsKey(place.Id))
            TryDelete(FolderOf(place.Id));
    }

    private bool IsExpired(Upload upload) => upload.Used <= _time.GetUtcNow() - _options.Lifetime;

    private void Delete(Upload upload)
    {
        if (_uploads.TryRemove(upload.Id, out _))
            TryDelete(FolderOf(upload.Id));
    }

    // What was half sent when the server ended is not an upload.
    private void Load()
    {
        foreach (string folder in Directory.EnumerateDirectories(_data.Uploads))
        {
            if (TryRead(folder) is { } upload && !IsExpired(upload))
                _uploads[upload.Id] = upload;
            else
                TryDelete(folder);
        }
    }

    private static Upload? TryRead(string folder)
    {
        try
        {
            var upload = UploadJson.Read(File.ReadAllBytes(Path.Combine(folder, RecordName)));
            bool isOurs =
                upload.Id == Path.GetFileName(folder)
                && UnguessableId.IsValid(upload.Id)
                && SourceFormat.OfFile(upload.File) is not null
                && File.Exists(Path.Combine(folder, upload.File));
            return isOurs ? upload : null;
        }
        catch (Exception e) when (e is JsonException || Disk.Failed(e))
        {
            return null;
        }
    }

    private void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            _log.LogWarning(e, "Upload {UploadId} cannot be deleted whole; the next start tries again", Path.GetFileName(folder));
        }
    }
}
