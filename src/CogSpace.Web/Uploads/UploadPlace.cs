using CogSpace.Generation;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Uploads;

/// <summary>Room for one upload while it comes. Nothing is left of it unless it was kept.</summary>
internal sealed class UploadPlace(UploadStore store, string id, string owner, long bytes) : IDisposable
{
    public string Id => id;

    public string Owner => owner;

    /// <summary>As many as may come.</summary>
    public long Bytes => bytes;

    /// <summary>A file in a folder of its own.</summary>
    public string PathOf(string name) => Path.Combine(store.FolderOf(id), name);

    /// <summary>Opens the file that what comes is written to.</summary>
    public FileStream Create(string name)
    {
        DataFolder.CreatePrivate(store.FolderOf(id));
        return new FileStream(
            PathOf(name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
    }

    /// <summary>The upload is whole and of use.</summary>
    public Upload Keep(string file, SourceInfo info, Recipe? recipe = null) => store.Keep(this, file, info, recipe);

    public void Dispose() => store.Release(this);
}
