using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CogSpace.Web.Jobs;

/// <summary>Files that are whole or not there, and stay through a power cut once a call has returned.</summary>
internal static class DurableFile
{
    /// <summary>Everything whose name begins so is half written and can go.</summary>
    public const string PartPrefix = ".";

    private const int ReadOnly = 0;

    // EINVAL, EROFS, ENOTSUP: a file system that has nothing to bring to disk. .NET lets them pass for files too.
    private static readonly int[] NotNeeded = [22, 30, 95];

    /// <summary>Writes beside the file, brings that to disk and renames it over the file.</summary>
    /// <exception cref="IOException">The old file, if any, is still there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string folder = Path.GetDirectoryName(path)!;
        string part = Path.Combine(folder, $"{PartPrefix}{UnguessableId.New()}.part");
        try
        {
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }

        FlushFolder(folder);
    }

    /// <summary>Gives a file a second name, or a copy where the disk knows no second names, and brings it to disk.</summary>
    /// <exception cref="IOException">There is no such file, or no room.</exception>
    public static void Link(string from, string to)
    {
        if (OperatingSystem.IsWindows() || HardLink(from, to) != 0)
            File.Copy(from, to);
        Flush(to);
    }

    /// <summary>Brings a file that somebody else wrote, and its name, to disk.</summary>
    public static void Flush(string path)
    {
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
            stream.Flush(flushToDisk: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Brings the names in a folder to disk. .NET has no call for it.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;                                       // NTFS keeps a journal of names
        int handle = Open(folder, ReadOnly);
        if (handle < 0)
            throw new IOException($"Cannot open {folder}: {Problem()}");
        try
        {
            if (Sync(handle) != 0 && !NotNeeded.Contains(Marshal.GetLastPInvokeError()))
                throw new IOException($"Cannot bring {folder} to disk: {Problem()}");
        }
        finally
        {
            _ = Close(handle);
        }
    }

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
