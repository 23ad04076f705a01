using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CogSpace;

/// <summary>What .NET leaves out about files: one name for their two exceptions, and certainty that bytes are on disk.</summary>
public static class Disk
{
    private const int ReadOnly = 0;

    // EINVAL, EROFS, ENOTSUP: this file system has nothing to flush. .NET ignores them for files, too.
    private static readonly int[] NothingToFlush = [22, 30, 95];

    // ENOSPC, EROFS, EDQUOT of Linux and macOS; ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL and ERROR_WRITE_PROTECT.
    private static readonly int[] TakesNothing =
        [28, 30, OperatingSystem.IsMacOS() ? 69 : 122, .. new uint[] { 0x80070070, 0x80070027, 0x80070013 }.Select(Signed)];

    /// <summary>Whether a file or folder could not be used: .NET reports it by two exceptions with no common base.</summary>
    public static bool Failed(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>Whether the disk takes no files at the moment, which is nobody's mistake: it is full or read-only.</summary>
    public static bool Refused(Exception e) => e is DiskException || (Failed(e) && TakesNothing.Contains(e.HResult));

    /// <summary>A failure of a file as one sentence, and as a <see cref="DiskException"/> where it is one.</summary>
    public static CogSpaceException Explain(string sentence, Exception e) =>
        Refused(e) ? new DiskException(sentence, e) : new CogSpaceException(sentence, e);

    /// <summary>Uses files; a failure becomes one sentence: "Cannot write a.mp4: No space left on device".</summary>
    /// <param name="refusal">What could not be done, as "Cannot write a.mp4".</param>
    /// <param name="act">Uses files.</param>
    /// <exception cref="DiskException">The disk takes no files.</exception>
    /// <exception cref="CogSpaceException">A file or folder could not be used.</exception>
    public static void Try(string refusal, Action act) => Try(refusal, () =>
    {
        act();
        return true;
    });

    /// <inheritdoc cref="Try(string, Action)"/>
    public static T Try<T>(string refusal, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (Failed(e))
        {
            throw Explain($"{refusal}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Whether a name belongs to something that is neither a file nor a folder: a device, a pipe or a socket, which a file must
    /// not replace. Links are followed. .NET does not tell them from files.
    /// </summary>
    public static bool IsSpecial(string path) => FileStatus.Of(path, followsLinks: true) is { IsSpecial: true };

    /// <summary>Deletes a file if it is there and can be deleted.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (Failed(e))
        {
            // The folder is gone or closed: what caused that is reported elsewhere.
        }
    }

    /// <summary>Gives a file a second name, or makes a copy where the disk has no second names, and flushes it.</summary>
    /// <exception cref="IOException">There is no such file, or no room.</exception>
    public static void Link(string from, string to)
    {
        if (OperatingSystem.IsWindows() || HardLink(from, to) != 0)
            File.Copy(from, to);
        Flush(to);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Returns when a file's bytes are on disk; its name needs <see cref="FlushFolder"/>.</summary>
    public static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Returns when the names in a folder are on disk. .NET has no call for it.</summary>
    /// <exception cref="IOException">The folder is missing, or the disk fails.</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;                                       // NTFS keeps a journal of names
        int handle = Open(folder, ReadOnly);
        if (handle < 0)
            throw new IOException($"Cannot open {folder}: {Problem()}");
        try
        {
            if (Sync(handle) != 0 && !NothingToFlush.Contains(Marshal.GetLastPInvokeError()))
                throw new IOException($"Cannot flush {folder} to disk: {Problem()}");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static int Signed(uint code) => unchecked((int)code);

    private static string Problem() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int HardLink(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
