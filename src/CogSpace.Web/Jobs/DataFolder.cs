using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>
/// The folder that outlives the server: jobs, uploads, damaged jobs, reports, what operators have set and the keys that sign
/// cookies. One server at a time.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const long Megabyte = 1_000_000;

    // EAGAIN, the same on macOS, and ERROR_SHARING_VIOLATION.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly DataOptions _options;
    private readonly FileStream _lock;

    /// <exception cref="CogSpaceException">It cannot be made or written to, or another server has it.</exception>
    public DataFolder(IOptions<DataOptions> options)
    {
        _options = options.Value;
        Root = Path.GetFullPath(_options.Folder);
        try
        {
            foreach (string folder in new[] { Root, Jobs, Uploads, Damaged, Keys, Reports })
                CreatePrivate(folder);
            Disk.FlushFolder(Root);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw new CogSpaceException(
                $"The data folder {Root} cannot be used: {e.Message} Setting: " +
                $"{DataOptions.Section}__{nameof(DataOptions.Folder)}.",
                e
            );
        }

        _lock = Lock();
    }

    public string Root { get; }

    public string Jobs => Path.Combine(Root, "jobs");

    /// <summary>Files that visitors have sent, until they have expired.</summary>
    public string Uploads => Path.Combine(Root, "uploads");

    /// <summary>Jobs that could not be read, set aside.</summary>
    public string Damaged => Path.Combine(Root, "damaged");

    public string Keys => Path.Combine(Root, "keys");

    /// <summary>What visitors have reported.</summary>
    public string Reports => Path.Combine(Root, "reports");

    /// <summary>A file: owners and addresses that may not ask for anything.</summary>
    public string Blocks => Path.Combine(Root, "blocks.json");

    /// <summary>A file: whether an operator has closed the demo.</summary>
    public string Closed => Path.Combine(Root, "closed.json");

    public long QuotaBytes => _options.QuotaMegabytes * Megabyte;

    /// <summary>Whether the disk has the room that is to stay free.</summary>
    public bool HasFreeSpace => HasRoomFor(0);

    /// <summary>Whether it still has that room when so many bytes more are on it.</summary>
    public bool HasRoomFor(long bytes) => new DriveInfo(Root).AvailableFreeSpace - bytes >= _options.FreeMegabytes * Megabyte;

    public void Dispose() => _lock.Dispose();

    /// <summary>Makes a folder in which other users of the machine have no business.</summary>
    internal static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // The system lets go of the lock however the process ends.
    private FileStream Lock()
    {
        try
        {
            return new FileStream(Path.Combine(Root, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Taken.Contains(e.HResult))
        {
            throw new CogSpaceException(
                $"Another server is using the data folder {Root} ({e.Message}) Stop it, or give this one its own by " +
                $"{DataOptions.Section}__{nameof(DataOptions.Folder)}.",
                e
            );
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw new CogSpaceException($"The data folder {Root} cannot be written to: {e.Message}", e);
        }
    }
}
