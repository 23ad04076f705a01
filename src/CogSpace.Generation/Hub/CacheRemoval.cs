namespace CogSpace.Generation.Hub;

/// <summary>Takes a model out of the cache, with everything that there is of it.</summary>
public static class CacheRemoval
{
    /// <returns>Bytes that were freed.</returns>
    /// <exception cref="CogSpaceException">It is not there, being pulled, or cannot be deleted.</exception>
    public static long Remove(HubCache cache, HubModelId id)
    {
        if (id.Revision != HubModelId.MainRevision)
            throw new InvalidRequestException(
                $"Revisions share their files, so all of {id.Name} is removed or nothing: leave out \"@{id.Revision}\".");
        var place = new CacheFolder(cache.Folder, id);
        if (!Directory.Exists(place.Root))
            throw new CogSpaceException($"{id.Name} is not in the cache {cache.Folder}.");
        CacheLinks.RequireNoneAbove(place.Blobs, cache.Folder);

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
}
