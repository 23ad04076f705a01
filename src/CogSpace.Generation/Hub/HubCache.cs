namespace CogSpace.Generation.Hub;

/// <summary>A state of a model that is in the cache as far as it is needed.</summary>
/// <param name="Id">The model and how the state is called.</param>
/// <param name="Commit">Which state it is.</param>
/// <param name="Folder">Its files, by their names.</param>
public sealed record CachedModel(HubModelId Id, string Commit, string Folder);

/// <summary>The models in a cache, whichever program put them there.</summary>
public sealed class HubCache(string folder)
{
    private const string ModelPrefix = "models--";

    public string Folder { get; } = folder;

    /// <summary>
    /// Every CogVideoX model that is there with all that it is loaded from; each branch, tag and pinned commit of it is one.
    /// </summary>
    public IReadOnlyList<CachedModel> Models() => [.. Ids().SelectMany(States).Where(model => Problem(model) is null)];

    /// <summary>Everything of which the cache has anything, by name.</summary>
    public IEnumerable<HubModelId> Ids()
    {
        if (!Directory.Exists(Folder))
            yield break;
        foreach (string path in Directory.EnumerateDirectories(Folder, $"{ModelPrefix}*").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path)[ModelPrefix.Length..].Replace("--", "/", StringComparison.Ordinal);
            if (HubModelId.TryParse(name) is { } id)
                yield return id;
        }
    }

    /// <param name="id">Which state of which model.</param>
    /// <returns>What there is of it, perhaps not all; null: nothing.</returns>
    public CachedModel? Find(HubModelId id)
    {
        var place = Place(id);
        return
            Directory.Exists(place.Root)
            && place.CommitOf(id.Revision) is { } commit
            && Directory.Exists(place.Snapshot(commit))
            ? new CachedModel(id, commit, place.Snapshot(commit))
            : null;
    }

    /// <summary>Why a model cannot be loaded from the cache; null: it can.</summary>
    public string? Problem(CachedModel model)
    {
        var place = Place(model.Id);
        bool Exists(string file) => place.Has(model.Commit, file);
        try
        {
            _ = ModelFiles.Small(Exists).ToList();
            _ = ModelFiles.Weights(Exists, file => place.Read(model.Commit, file)).ToList();
            return null;
        }
        catch (Exception e) when (e is CogSpaceException || Disk.Failed(e))
        {
            return e.Message;
        }
    }

    /// <summary>
    /// Reads every byte of a model and compares with the hashes that name them. What is damaged is deleted, so that it can be
    /// pulled again.
    /// </summary>
    /// <param name="model">What to read.</param>
    /// <param name="looked">Told of each file before it is read.</param>
    /// <param name="cancel">Looked at between pieces.</param>
    /// <returns>What is wrong, a sentence for each file; none: all is well.</returns>
    public async Task<IReadOnlyList<string>> VerifyAsync(
        CachedModel model, Action<string>? looked = null, CancellationToken cancel = default)
    {
        var problems = new List<string>();
        foreach (
            string entry in Directory
                .EnumerateFiles(model.Folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
        )
        {
            string name = Path.GetRelativePath(model.Folder, entry);
            looked?.Invoke(name);
            try
            {
                if (await DamageAsync(entry, Place(model.Id), cancel) is { } problem)
                    problems.Add($"{name} {problem}");
            }
            catch (CogSpaceException e)
            {
                problems.Add(e.Message);
            }
            catch (Exception e) when (Disk.Failed(e))
            {
                problems.Add($"{name} cannot be read: {e.Message}");
            }
        }

        if (Problem(model) is { } missing)
            problems.Add(missing);
        return problems;
    }

    /// <summary>Takes a model out of the cache, with everything that there is of it.</summary>
    /// <returns>Bytes that were freed.</returns>
    /// <exception cref="CogSpaceException">It is not there, being pulled, or cannot be deleted.</exception>
    public long Remove(HubModelId id)
    {
        if (id.Revision != HubModelId.MainRevision)
            throw new InvalidRequestException(
                $"Revisions share their files, so all of {id.Name} is removed or nothing: leave out \"@{id.Revision}\".");
        var place = Place(id);
        if (!Directory.Exists(place.Root))
            throw new CogSpaceException($"{id.Name} is not in the cache {Folder}.");
        place.RequireRealFolders(place.Blobs);

        var locks = new List<BlobLock>();
        try
        {
            foreach (string path in Directory.Exists(place.Locks) ? Directory.EnumerateFiles(place.Locks, "*.lock") : [])
                locks.Add(
                    BlobLock.TryAcquire(path)
                        ?? throw new CogSpaceException($"Another program is pulling {id.Name}; remove it when that is done.")
                );
            long bytes = Directory.Exists(place.Blobs)
                ? new DirectoryInfo(place.Blobs)
                    .EnumerateFiles()
                    .Where(file => file.LinkTarget is null)
                    .Sum(file => file.Length)
                : 0;
            Directory.Delete(place.Root, recursive: true); // links are deleted, not what they lead to
            return bytes;
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw new CogSpaceException($"{place.Root} cannot be deleted: {e.Message}", e);
        }
        finally
        {
            foreach (var held in locks)
                held.Dispose();
        }
    }

    /// <summary>Which folder of a model is a link, so that none of its files is used, as a sentence; null: none is.</summary>
    internal string? LinkedFolder(CachedModel model)
    {
        var place = Place(model.Id);
        try
        {
            place.RequireRealFolders(place.Entry(model.Commit, ModelFiles.Index));
            return null;
        }
        catch (CogSpaceException e)
        {
            return e.Message;
        }
    }

    /// <summary>The states of a model: its branches and tags, and commits that none of these is.</summary>
    internal IEnumerable<CachedModel> States(HubModelId id)
    {
        var place = Place(id);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (string revision in Below(place.Refs).Where(HubModelId.IsRevision))
        {
            if (Find(id with { Revision = revision }) is { } model && named.Add(model.Commit))
                yield return model;
        }

        if (!Directory.Exists(place.Snapshots))
            yield break;
        foreach (
            string commit in Directory
                .EnumerateDirectories(place.Snapshots)
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal)
        )
        {
            if (HubModelId.IsCommit(commit) && !named.Contains(commit))
                yield return new CachedModel(id with { Revision = commit }, commit, place.Snapshot(commit));
        }
    }

    private CacheFolder Place(HubModelId id) => new(Folder, id);

    private static async Task<string?> DamageAsync(string entry, CacheFolder place, CancellationToken cancel)
    {
        string target = place.Target(entry);
        if (target == entry)
            return null;                                     // a copy, where links cannot be made: nothing names its hash
        string blob = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(entry)!, new FileInfo(entry).LinkTarget!));
        string hash = Path.GetFileName(blob);
        if (!File.Exists(target))
            return "is missing: its link leads nowhere.";
        if (!HubFile.IsHash(hash) || await BlobHash.IsRightAsync(target, hash, cancel))
            return null;
        File.Delete(blob);
        File.Delete(entry);
        return "is damaged: its hash is wrong. It was deleted.";
    }

    // "main" comes first: a commit is called by one name.
    private static IEnumerable<string> Below(string refs) =>
        !Directory.Exists(refs)
            ? []
            : Directory
                .EnumerateFiles(
                    refs, "*",
                    new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Select(file => Path.GetRelativePath(refs, file).Replace(Path.DirectorySeparatorChar, '/'))
                .OrderBy(name => name != HubModelId.MainRevision)
                .ThenBy(name => name, StringComparer.Ordinal);
}
