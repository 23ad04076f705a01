namespace CogSpace.Generation.Hub;

/// <summary>Brings one file into the cache: goes on where an earlier run ended, and keeps nothing whose hash is wrong.</summary>
internal sealed class BlobDownload(
    HubConnection hub, HubOptions options, CacheFolder cache, HubModelId id, string commit, PullMeter meter)
{
    /// <exception cref="CogSpaceException">It cannot be had, or what came is not what the hub promised.</exception>
    public async Task RunAsync(HubFile file, CancellationToken cancel)
    {
        CacheLinks.RequireNoneAbove(cache.Blob(file.Hash), cache.Cache);
        Directory.CreateDirectory(cache.Blobs);
        using (
            await BlobLock.AcquireAsync(
                cache.Lock(file.Hash), () => meter.Note($"Another program is fetching {file.Path}; waiting for it."), cancel)
        )
        {
            if (IsThere(file))
                meter.Found(file.Size);
            else
                await FetchAsync(file, cancel);
        }

        CacheLinks.Create(cache.Entry(commit, file.Path), cache.Blob(file.Hash), cache.Root);
        meter.Complete();
    }

    // With another size it is not this file.
    private bool IsThere(HubFile file)
    {
        string blob = cache.Blob(file.Hash);
        var bytes = new FileInfo(CacheLinks.Target(blob, cache.Cache));
        if (bytes.Exists && bytes.Length == file.Size)
            return true;
        File.Delete(blob);
        return false;
    }

    private async Task FetchAsync(HubFile file, CancellationToken cancel)
    {
        using var part = await BlobPart.OpenAsync(cache.Incomplete(file.Hash), file, cancel);
        bool isResumed = part.Length > 0;
        meter.Found(part.Length);
        try
        {
            await ReceiveAsync(part, file, cancel);
            bool isRight = part.IsRight();
            if (!isRight && isResumed)                       // what was there before may be what is wrong
            {
                meter.Found(-part.Length);
                part.Restart();
                await ReceiveAsync(part, file, cancel);
                isRight = part.IsRight();
            }

            if (!isRight)
                throw new DamagedFileException(
                    $"{file.Path} of {id} came through damaged: its hash is not the one that the hub lists. It was " +
                    "deleted; if pulling again does not help, the hub or something in between is at fault."
                );
            part.Keep(cache.Blob(file.Hash));
        }
        catch (DamagedFileException)
        {
            part.Delete();
            throw;
        }
    }

    private async Task ReceiveAsync(BlobPart part, HubFile file, CancellationToken cancel)
    {
        var request = new BlobRequest(hub, options, id, commit, file, meter);
        await new Retry(options).RunAsync(
            async () =>
            {
                if (!part.IsComplete)
                    await request.RunAsync(part, cancel);
                return true;
            },
            () => part.Length,
            cancel);
    }
}
