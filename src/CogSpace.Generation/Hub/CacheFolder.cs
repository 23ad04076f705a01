using System.Text;

namespace CogSpace.Generation.Hub;

/// <summary>
/// One model's folder in a cache: bytes under their hash, and for each commit links with the files' names. Links may lead from a
/// name to its bytes, never out of the cache.
/// </summary>
/// <remarks>Source: huggingface.co/docs/hub/local-cache. The layout is shared with every other program for the hub.</remarks>
internal sealed class CacheFolder(string cache, HubModelId id)
{
    private const string LocksName = ".locks";
    private const int LongestChain = 8;

    // Disk space that a pull leaves to other programs, in bytes.
    private const long Spare = 100_000_000;

    public string Root { get; } = Path.Combine(cache, id.CacheName);

    public string Blobs => Path.Combine(Root, "blobs");

    public string Snapshots => Path.Combine(Root, "snapshots");

    public string Refs => Path.Combine(Root, "refs");

    public string Locks => Path.Combine(cache, LocksName, id.CacheName);

    public string Blob(string hash) => Path.Combine(Blobs, hash);

    /// <summary>What has come through of a file so far.</summary>
    public string Incomplete(string hash) => Path.Combine(Blobs, $"{hash}.incomplete");

    public string Lock(string hash) => Path.Combine(Locks, $"{hash}.lock");

    public string Snapshot(string commit) => Path.Combine(Snapshots, commit);

    /// <param name="commit">Which state.</param>
    /// <param name="file">Below the model's root, with slashes.</param>
    public string Entry(string commit, string file) => Path.Combine([Snapshot(commit), .. file.Split('/')]);

    /// <exception cref="CogSpaceException">Its links lead out of the cache.</exception>
    public bool Has(string commit, string file) => File.Exists(Target(Entry(commit, file)));

    /// <exception cref="CogSpaceException">Its links lead out of the cache.</exception>
    public byte[] Read(string commit, string file) => File.ReadAllBytes(Target(Entry(commit, file)));

    /// <returns>The commit that a revision was when it was last pulled; null: it never was.</returns>
    public string? CommitOf(string revision)
    {
        if (HubModelId.IsCommit(revision))
            return Directory.Exists(Snapshot(revision)) ? revision : null;
        string file = RefFile(revision);
        return File.Exists(file) && File.ReadAllText(file).Trim() is var commit && HubModelId.IsCommit(commit) ? commit : null;
    }

    /// <summary>Notes which commit a branch or tag is; a pinned commit needs no note.</summary>
    public void Remember(string revision, string commit)
    {
        string file = RefFile(revision);
        if (revision == commit || (File.Exists(file) && File.ReadAllText(file) == commit))
            return;
        RequireRealFolders(file);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, Encoding.ASCII.GetBytes(commit));
    }

    /// <summary>Gives a file's bytes their name in a commit: a link, or a copy on a file system without links.</summary>
    public void Link(string commit, HubFile file)
    {
        string entry = Entry(commit, file.Path);
        RequireRealFolders(entry);
        string folder = Path.GetDirectoryName(entry)!;
        string blob = Blob(file.Hash);
        string link = Path.GetRelativePath(folder, blob);
        Directory.CreateDirectory(folder);
        if (new FileInfo(entry).LinkTarget == link)
            return;
        string part = Path.Combine(folder, $".{Guid.NewGuid():N}.part");
        try
        {
            File.CreateSymbolicLink(part, link);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            File.Copy(blob, part);
        }

        File.Move(part, entry, overwrite: true);
    }

    /// <summary>Follows a file's links.</summary>
    /// <param name="path">Below the cache.</param>
    /// <returns>Where the bytes are; it may not exist.</returns>
    /// <exception cref="CogSpaceException">They lead out of the cache.</exception>
    public string Target(string path)
    {
        string target = path;
        for (int i = 0; i < LongestChain; i++)
        {
            RequireRealFolders(target);
            if (new FileInfo(target).LinkTarget is not { } link)
                return target;
            target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(target)!, link));
            if (!IsInCache(target))
                throw new CogSpaceException(
                    $"{path} is a link to {target}, out of the cache; remove it and pull the model again.");
        }

        throw new CogSpaceException($"{path} is a link that leads round in circles; remove it and pull the model again.");
    }

    /// <summary>Refuses folders that are links: what is written or deleted below would be somewhere else.</summary>
    /// <param name="path">A file or folder that is about to be used. All folders between it and the cache are looked at.</param>
    /// <exception cref="CogSpaceException">One is a link.</exception>
    public void RequireRealFolders(string path)
    {
        for (
            string? folder = Path.GetDirectoryName(path);
            folder is not null && IsInCache(folder);
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

    /// <summary>Finds out before a pull, not in its middle, that the disk is too small.</summary>
    /// <param name="files">What is to be pulled.</param>
    /// <exception cref="CogSpaceException">They do not fit.</exception>
    public void RequireSpace(IEnumerable<HubFile> files)
    {
        double missing = files.DistinctBy(file => file.Hash).Sum(file => (double)Math.Max(0, file.Size - Present(file)));
        long free = new DriveInfo(cache).AvailableFreeSpace;
        if (missing > 0 && missing > free - Spare)
            throw new CogSpaceException(
                $"{id} takes another {ByteSize.Format((long)missing)} and the disk of {cache} has " +
                $"{ByteSize.Format(free)} free. Make room, or name a folder on another disk in HF_HUB_CACHE."
            );
    }

    private long Present(HubFile file) =>
        new[] { Blob(file.Hash), Incomplete(file.Hash) }
            .Select(path => new FileInfo(path))
            .FirstOrDefault(info => info.Exists)
            ?.Length
        ?? 0;

    private string RefFile(string revision) => Path.Combine([Refs, .. revision.Split('/')]);

    private bool IsInCache(string path) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(cache) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <summary>Lets one program at a time fetch a file. Programs in Python and we wait for each other.</summary>
/// <remarks>
/// .NET opens a file that is not shared under flock(2), which is what the Python package filelock takes. It ends with the
/// process.
/// </remarks>
internal sealed class BlobLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION. A full disk or the like is told, not waited for.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private BlobLock(FileStream file) => _file = file;

    /// <param name="path">The lock's file; it stays, as others expect it.</param>
    /// <param name="waiting">Told once, when somebody else holds it.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<BlobLock> AcquireAsync(string path, Action waiting, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (bool isFirst = true; ; isFirst = false)
        {
            if (TryAcquire(path) is { } held)
                return held;
            if (isFirst)
                waiting();
            await Task.Delay(Pause, cancel);
        }
    }

    /// <returns>null while somebody else holds it.</returns>
    public static BlobLock? TryAcquire(string path)
    {
        try
        {
            return new BlobLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
