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
