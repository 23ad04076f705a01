namespace CogSpace.Generation.Hub;

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
