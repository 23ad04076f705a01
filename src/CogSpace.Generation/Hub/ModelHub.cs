using System.Diagnostics;
using System.Globalization;

namespace CogSpace.Generation.Hub;

/// <summary>Pulls models from a hub into the cache that all programs for the hub share.</summary>
/// <remarks>
/// What is there is not fetched again; an interrupted download goes on. Several may pull at once, in one process or many.
/// </remarks>
public sealed class ModelHub(HubOptions options) : IDisposable
{
    private readonly HubConnection _connection = new(options);

    public HubOptions Options => options;

    /// <summary>What has been pulled so far.</summary>
    public HubCache Cache { get; } = new(options.CacheFolder);

    /// <param name="id">Which model.</param>
    /// <param name="files">
    /// Which of its files; none: those of a CogVideoX model, or those that <see cref="PublishedModel"/> names.
    /// </param>
    /// <param name="progress">Told a few times a second, on any thread.</param>
    /// <param name="cancel">What has come through by then is kept.</param>
    /// <exception cref="CogSpaceException">The message says what is in the way.</exception>
    public async Task<CachedModel> PullAsync(
        HubModelId id, IReadOnlyList<string> files, IProgress<PullProgress>? progress = null,
        CancellationToken cancel = default)
    {
        if (options.IsOffline)
            throw new CogSpaceException(
                $"{id} cannot be pulled: HF_HUB_OFFLINE is set, so nothing is asked for over the network.");
        var cache = new CacheFolder(options.CacheFolder, id);
        try
        {
            Directory.CreateDirectory(options.CacheFolder);
            var listing = await new HubApi(_connection).ListAsync(id, cancel);
            var meter = new PullMeter(id.ToString(), progress);
            Task Fetch(IEnumerable<string> names) => FetchAsync(names, listing, cache, id, meter, cancel);
            bool Exists(string path) => listing.Find(path) is not null;

            if (files.Count == 0 && PublishedModel.Find(id.Name) is { Files.Count: > 0 } known)
                files = known.Files;
            if (files.Count > 0)
            {
                await Fetch(files);
            }
            else
            {
                if (!Exists(ModelFiles.Index))
                    throw new InvalidRequestException(
                        $"{id} is no CogVideoX model in the layout of diffusers: it has no {ModelFiles.Index}. Name " +
                        $"the files that you want with --file; it has {Names(listing)}."
                    );
                await Fetch(ModelFiles.Small(Exists));
                await Fetch(ModelFiles.Weights(Exists, file => cache.Read(listing.Commit, file)));
            }

            cache.Remember(id.Revision, listing.Commit);     // last: a branch points to what is whole
            return new CachedModel(id, listing.Commit, cache.Snapshot(listing.Commit));
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw new CogSpaceException($"{id} cannot be kept in {options.CacheFolder}: {e.Message}", e);
        }
    }

    public void Dispose() => _connection.Dispose();

    private async Task FetchAsync(
        IEnumerable<string> names, HubListing listing, CacheFolder cache, HubModelId id, PullMeter meter,
        CancellationToken cancel)
    {
        var files = names
            .Distinct(StringComparer.Ordinal)
            .Select(name =>
                listing.Find(name) ?? throw new InvalidRequestException($"{id} has no file {name}; it has {Names(listing)}.")
            )
            .OrderBy(file => file.Size)
            .ToList();
        cache.RequireSpace(files);
        meter.Expect(files);
        var bounded = new ParallelOptions { MaxDegreeOfParallelism = options.ParallelFiles, CancellationToken = cancel };
        await Parallel.ForEachAsync(
            files, bounded,
            async (file, stop) =>
                await new BlobDownload(_connection, cache, id, listing.Commit, file, meter).RunAsync(stop));
    }

    private static string Names(HubListing listing)
    {
        const int Shown = 12;
        var names = listing.Files.Select(file => file.Path).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0
            ? "no files"
            : string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
    }
}

/// <summary>How far a pull has come.</summary>
/// <param name="Model">What is pulled.</param>
/// <param name="Bytes">That are there, those that were before included.</param>
/// <param name="Of">That the model needs, as far as is known; 0: nothing is known yet.</param>
/// <param name="Files">That are complete.</param>
/// <param name="OfFiles">That the model needs.</param>
/// <param name="BytesPerSecond">Over the last seconds; null while nothing has been measured.</param>
/// <param name="Note">What one should know just now, a sentence; null: nothing.</param>
public sealed record PullProgress(string Model, long Bytes, long Of, int Files, int OfFiles, double? BytesPerSecond, string? Note)
{
    /// <summary>null while nothing has been measured.</summary>
    public double? SecondsLeft => BytesPerSecond is > 0 ? (Of - Bytes) / BytesPerSecond : null;

    /// <summary>The progress in words: "zai-org/CogVideoX-2b: 1.2 of 13.8 GB, file 3 of 12, 48 MB/s, 4 min left".</summary>
    public string Text
    {
        get
        {
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{Model}: {ByteSize.Format(Bytes)} of {ByteSize.Format(Of)}, file {Math.Min(Files + 1, OfFiles)} of {OfFiles}");
            if (BytesPerSecond is { } rate && Bytes < Of)
                text += $", {ByteSize.Format((long)rate)}/s";
            if (SecondsLeft is { } left && Bytes < Of)
                text += $", {Duration(left)} left";
            return Note is null ? text : $"{text}. {Note}";
        }
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s"),
        < 90 * 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}

/// <summary>Adds up what several downloads get, and tells it a few times a second.</summary>
internal sealed class PullMeter(string model, IProgress<PullProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Received)> _samples = new();
    private long _lastTold;
    private long _bytes;
    private long _received;
    private long _of;
    private int _files;
    private int _ofFiles;
    private string? _note;

    /// <summary>Bytes that came over the network: what a rate is made of.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>More files belong to the model than was known.</summary>
    public void Expect(IReadOnlyCollection<HubFile> files)
    {
        lock (_lock)
            (_of, _ofFiles) = (_of + files.Sum(file => file.Size), _ofFiles + files.Count);
        Tell(now: true);
    }

    /// <summary>Bytes that were there already; negative: that turned out to be none.</summary>
    public void Found(long bytes)
    {
        lock (_lock)
            _bytes += bytes;
        Tell(now: false);
    }

    public void Receive(int bytes)
    {
        lock (_lock)
        {
            _bytes += bytes;
            _received += bytes;
            _note = null;
        }

        Tell(now: false);
    }

    public void Complete()
    {
        lock (_lock)
        {
            if (++_files == _ofFiles)
                _note = null;
        }

        Tell(now: true);
    }

    public void Note(string sentence)
    {
        lock (_lock)
            _note = sentence;
        Tell(now: true);
    }

    private void Tell(bool now)
    {
        if (progress is null)
            return;
        PullProgress next;
        lock (_lock)
        {
            if (!now && Stopwatch.GetElapsedTime(_lastTold) < Interval)
                return;
            _lastTold = Stopwatch.GetTimestamp();
            next = new PullProgress(model, _bytes, _of, _files, _ofFiles, Rate(), _note);
        }

        progress.Report(next);
    }

    private double? Rate()
    {
        _samples.Enqueue((Stopwatch.GetTimestamp(), _received));
        while (_samples.Count > 2 && Stopwatch.GetElapsedTime(_samples.Peek().At) > Window)
            _samples.Dequeue();
        var (at, received) = _samples.Peek();
        double seconds = Stopwatch.GetElapsedTime(at).TotalSeconds;
        return seconds > 0.1 && _received > received ? (_received - received) / seconds : null;
    }
}
