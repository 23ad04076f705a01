namespace CogSpace.Generation.Hub;

/// <summary>The models in a cache, whichever program put them there.</summary>
public sealed class HubCache(string folder)
{
    private const string ModelPrefix = "models--";

    public string Folder { get; } = folder;

    /// <summary>
    /// Every CogVideoX model that is there with all that it is loaded from; each branch, tag and pinned commit of it is one.
    /// </summary>
    public IReadOnlyList<CachedModel> Models()
    {
        if (!Directory.Exists(Folder))
            return [];
        return [.. Ids().SelectMany(States).Where(model => Problem(model) is null)];
    }

    /// <param name="id">Which state of which model.</param>
    /// <returns>What there is of it, perhaps not all; null: nothing.</returns>
    public CachedModel? Find(HubModelId id)
    {
        var cache = new CacheFolder(Folder, id);
        return
            Directory.Exists(cache.Root)
            && cache.CommitOf(id.Revision) is { } commit
            && Directory.Exists(cache.Snapshot(commit))
            ? new CachedModel(id, commit, cache.Snapshot(commit))
            : null;
    }

    /// <summary>Why a model cannot be loaded from the cache; null: it can.</summary>
    public string? Problem(CachedModel model)
    {
        var cache = new CacheFolder(Folder, model.Id);
        bool Exists(string file) => File.Exists(CacheLinks.Target(cache.Entry(model.Commit, file), cache.Cache));
        byte[] Read(string file) => File.ReadAllBytes(CacheLinks.Target(cache.Entry(model.Commit, file), cache.Cache));
        try
        {
            _ = ModelFiles.Small(Exists).ToList();
            _ = ModelFiles.Weights(Exists, Read).ToList();
            return null;
        }
        catch (Exception e) when (e is CogSpaceException || Disk.Failed(e))
        {
            return e.Message;
        }
    }

    /// <summary>Which folder of a model is a link, so that none of its files is used, as a sentence; null: none is.</summary>
    internal string? LinkedFolder(CachedModel model)
    {
        var cache = new CacheFolder(Folder, model.Id);
        try
        {
            CacheLinks.RequireNoneAbove(cache.Entry(model.Commit, ModelFiles.Index), cache.Cache);
            return null;
        }
        catch (CogSpaceException e)
        {
            return e.Message;
        }
    }

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

    /// <summary>The states of a model: its branches and tags, and commits that none of these is.</summary>
    internal IEnumerable<CachedModel> States(HubModelId id)
    {
        var cache = new CacheFolder(Folder, id);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (string revision in Below(cache.Refs).Where(HubModelId.IsRevision))
        {
            if (Find(id with { Revision = revision }) is { } model && named.Add(model.Commit))
                yield return model;
        }

        if (!Directory.Exists(cache.Snapshots))
            yield break;
        foreach (
            string commit in Directory
                .EnumerateDirectories(cache.Snapshots)
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal)
        )
        {
            if (HubModelId.IsCommit(commit) && !named.Contains(commit))
                yield return new CachedModel(id with { Revision = commit }, commit, cache.Snapshot(commit));
        }
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
