using CogSpace.Web.Jobs;

namespace CogSpace.Web.Operations;

/// <summary>How full the data folder is. Looks at the disk every few seconds at most.</summary>
internal sealed class ServerDisk(DataFolder data, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Usage _last = new(0, 0, 0);
    private long? _looked;

    public Usage Look()
    {
        lock (_lock)
        {
            if (_looked is { } looked && time.GetElapsedTime(looked) < LookEvery)
                return _last;
            _looked = time.GetTimestamp();
            return _last = new Usage(FolderSize.Of(data.Jobs, data.Uploads), FreeBytes(), DamagedJobs());
        }
    }

    private long FreeBytes() => new DriveInfo(data.Root).AvailableFreeSpace;

    private int DamagedJobs()
    {
        try
        {
            return Directory.EnumerateDirectories(data.Damaged).Count();
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            return 0;
        }
    }

    /// <param name="Used">Bytes of jobs and uploads.</param>
    /// <param name="Free">Bytes that are free on the disk.</param>
    /// <param name="Damaged">Jobs that were set aside.</param>
    internal sealed record Usage(long Used, long Free, int Damaged);
}
