namespace CogSpace.Generation.Hub;

/// <summary>A cache is full of links. They may lead from a name to its bytes, never out of the cache.</summary>
internal static class CacheLinks
{
    private const int LongestChain = 8;

    /// <summary>Follows a file's links.</summary>
    /// <param name="path">Below the cache.</param>
    /// <param name="cache">What must not be left.</param>
    /// <returns>Where the bytes are; it may not exist.</returns>
    /// <exception cref="CogSpaceException">They lead out of the cache.</exception>
    public static string Target(string path, string cache)
    {
        string target = path;
        for (int i = 0; i < LongestChain; i++)
        {
            RequireNoneAbove(target, cache);
            if (new FileInfo(target).LinkTarget is not { } link)
                return target;
            target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(target)!, link));
            if (!IsBelow(target, cache))
                throw new CogSpaceException(
                    $"{path} is a link to {target}, out of the cache; remove it and pull the model again.");
        }

        throw new CogSpaceException($"{path} is a link that leads round in circles; remove it and pull the model again.");
    }

    /// <summary>Refuses folders that are links: what is written or deleted below would be somewhere else.</summary>
    /// <param name="path">A file or folder that is about to be used.</param>
    /// <param name="root">Looked at itself, and all folders between.</param>
    /// <exception cref="CogSpaceException">One is a link.</exception>
    public static void RequireNoneAbove(string path, string root)
    {
        for (
            string? folder = Path.GetDirectoryName(path);
            folder is not null && IsBelow(folder, root);
            folder = Path.GetDirectoryName(folder)
        )
        {
            if (new DirectoryInfo(folder).LinkTarget is not null)
                throw new CogSpaceException(
                    $"{folder} in the cache is a link, and folders of the cache have to be real ones; remove the link and pull " +
                    "the model again."
                );
        }
    }

    /// <summary>Gives a file's bytes their name.</summary>
    /// <param name="entry">The name, below a snapshot.</param>
    /// <param name="blob">The bytes.</param>
    /// <param name="root">The model's folder in the cache.</param>
    public static void Create(string entry, string blob, string root)
    {
        RequireNoneAbove(entry, root);
        string folder = Path.GetDirectoryName(entry)!;
        string link = Path.GetRelativePath(folder, blob);
        Directory.CreateDirectory(folder);
        if (new FileInfo(entry).LinkTarget == link)
            return;
        string part = Path.Combine(folder, $".{Guid.NewGuid():N}.part");
        try
        {
            File.CreateSymbolicLink(part, link);
        }
        catch (Exception e) when (Disk.Failed(e)) // a file system without links
        {
            File.Copy(blob, part);
        }

        File.Move(part, entry, overwrite: true);
    }

    private static bool IsBelow(string path, string root) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
