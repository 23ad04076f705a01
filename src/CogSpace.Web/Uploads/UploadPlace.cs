using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Uploads;

/// <summary>One upload while it comes. Nothing is left of it unless it was kept.</summary>
/// <param name="store">Where it goes.</param>
/// <param name="id">What it will be called.</param>
/// <param name="visitor">Who sends it.</param>
/// <param name="use">That it counts as one of the uploads under way.</param>
internal sealed class UploadPlace(UploadStore store, string id, Visitor visitor, IDisposable use) : IDisposable
{
    private const long BytesBetweenLooks = 4_000_000;
    private long _bytes;
    private long _nextLook;

    public string Id => id;

    public Visitor Visitor => visitor;

    /// <summary>A file in a folder of its own.</summary>
    public string PathOf(string name) => Path.Combine(store.FolderOf(id), name);

    /// <summary>Opens the file that what comes is written to.</summary>
    public FileStream Create(string name)
    {
        DataFolder.CreatePrivate(store.FolderOf(id));
        return new FileStream(
            PathOf(name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
    }

    /// <summary>Gives a file of this server a second name here.</summary>
    /// <exception cref="IOException">It is gone, or there is no room.</exception>
    public void Link(string path, string name)
    {
        DataFolder.CreatePrivate(store.FolderOf(id));
        Disk.Link(path, PathOf(name));
    }

    /// <summary>Makes room for bytes that have come.</summary>
    /// <exception cref="UploadRefusedException">There is none.</exception>
    public void Grow(int bytes)
    {
        _bytes += bytes;
        if (_bytes < _nextLook)
            return;
        store.CheckRoom(visitor, bytes);
        _nextLook = _bytes + BytesBetweenLooks;
    }

    /// <summary>The upload is whole and of use.</summary>
    public Upload Keep(string file, SourceInfo info, Recipe? recipe = null) => store.Keep(this, file, info, recipe);

    public void Dispose()
    {
        use.Dispose();
        store.Release(this);
    }
}
