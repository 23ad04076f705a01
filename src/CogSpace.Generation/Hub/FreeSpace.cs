namespace CogSpace.Generation.Hub;

/// <summary>Finds out before a pull, not in its middle, that the disk is too small.</summary>
internal static class FreeSpace
{
    // What other programs may need meanwhile.
    private const long Spare = 100_000_000;

    /// <param name="cache">Where the files go.</param>
    /// <param name="files">What is to be pulled.</param>
    /// <param name="id">For the sentence.</param>
    /// <exception cref="CogSpaceException">They do not fit.</exception>
    public static void Require(CacheFolder cache, IEnumerable<HubFile> files, HubModelId id)
    {
        double missing = files.DistinctBy(file => file.Hash).Sum(file => (double)Math.Max(0, file.Size - Present(cache, file)));
        long free = new DriveInfo(cache.Cache).AvailableFreeSpace;
        if (missing > 0 && missing > free - Spare)
            throw new CogSpaceException(
                $"{id} takes another {ByteSize.Format((long)missing)} and the disk of {cache.Cache} has " +
                $"{ByteSize.Format(free)} free. Make room, or name a folder on another disk in HF_HUB_CACHE."
            );
    }

    private static long Present(CacheFolder cache, HubFile file) =>
        new[] { cache.Blob(file.Hash), cache.Incomplete(file.Hash) }
            .Select(path => new FileInfo(path))
            .FirstOrDefault(info => info.Exists)
            ?.Length
        ?? 0;
}
