using System.Text;

namespace CogSpace.Generation.Hub;

/// <summary>
/// Where one model's files lie in a cache: bytes by their hash, and for each commit links with the files' names.
/// </summary>
/// <remarks>Source: huggingface.co/docs/hub/local-cache. The layout is shared with every other program for the hub.</remarks>
internal sealed class CacheFolder(string cache, HubModelId id)
{
    private const string LocksName = ".locks";

    /// <summary>The whole cache.</summary>
    public string Cache { get; } = cache;

    public string Root { get; } = Path.Combine(cache, id.CacheName);

    public string Blobs => Path.Combine(Root, "blobs");

    public string Snapshots => Path.Combine(Root, "snapshots");

    public string Refs => Path.Combine(Root, "refs");

    public string Locks => Path.Combine(Cache, LocksName, id.CacheName);

    public string Blob(string hash) => Path.Combine(Blobs, hash);

    /// <summary>What has come through of a file so far.</summary>
    public string Incomplete(string hash) => Path.Combine(Blobs, $"{hash}.incomplete");

    public string Lock(string hash) => Path.Combine(Locks, $"{hash}.lock");

    public string Snapshot(string commit) => Path.Combine(Snapshots, commit);

    /// <param name="commit">Which state.</param>
    /// <param name="file">Below the model's root, with slashes.</param>
    public string Entry(string commit, string file) => Path.Combine([Snapshot(commit), .. file.Split('/')]);

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
        CacheLinks.RequireNoneAbove(file, Root);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, Encoding.ASCII.GetBytes(commit));
    }

    private string RefFile(string revision) => Path.Combine([Refs, .. revision.Split('/')]);
}
