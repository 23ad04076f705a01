namespace CogSpace.Generation.Hub;

/// <summary>
/// Reads every byte of a model in the cache and compares with the hashes that name them. What is damaged is deleted, so that
/// it can be pulled again.
/// </summary>
public static class CacheCheck
{
    /// <param name="cache">Where it lies.</param>
    /// <param name="model">What to read.</param>
    /// <param name="looked">Told of each file before it is read.</param>
    /// <param name="cancel">Looked at between pieces.</param>
    /// <returns>What is wrong, a sentence for each file; none: all is well.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(
        HubCache cache, CachedModel model, Action<string>? looked = null, CancellationToken cancel = default)
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
                if (await ProblemAsync(entry, cache.Folder, cancel) is { } problem)
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

        if (cache.Problem(model) is { } missing)
            problems.Add(missing);
        return problems;
    }

    private static async Task<string?> ProblemAsync(string entry, string cache, CancellationToken cancel)
    {
        string target = CacheLinks.Target(entry, cache);
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
}
