using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CogSpace;

/// <summary>What Linux knows of a file and .NET does not tell: its type, and what it is whatever it is called.</summary>
/// <remarks>Source: statx(2) and inode(7); struct statx has the same layout on every processor.</remarks>
internal sealed class FileStatus
{
    private const int StatxBytes = 256;
    private const int ModeAt = 0x1C;
    private const int NumberAt = 0x20;
    private const int DeviceAt = 0x88;
    private const uint TypeAndNumber = 0x101;
    private const int WorkingFolder = -100;
    private const int NoFollow = 0x100;
    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;
    private const int RegularFile = 0x8000;

    private readonly byte[] _answer = new byte[StatxBytes];

    private FileStatus()
    {
    }

    /// <summary>The number of the disk.</summary>
    public ulong Device => BinaryPrimitives.ReadUInt64LittleEndian(_answer.AsSpan(DeviceAt));

    /// <summary>The number of the file on its disk.</summary>
    public ulong Number => BinaryPrimitives.ReadUInt64LittleEndian(_answer.AsSpan(NumberAt));

    /// <summary>It is neither a file nor a folder: a device, a pipe or a socket.</summary>
    public bool IsSpecial =>
        (BinaryPrimitives.ReadUInt16LittleEndian(_answer.AsSpan(ModeAt)) & TypeMask) is not (RegularFile or Folder);

    /// <param name="path">The file.</param>
    /// <param name="followsLinks">What a link leads to is looked at, not the link.</param>
    /// <returns>null where the system does not tell, or there is no such file.</returns>
    public static FileStatus? Of(string path, bool followsLinks)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var status = new FileStatus();
        try
        {
            return Statx(WorkingFolder, path, followsLinks ? 0 : NoFollow, TypeAndNumber, status._answer) == 0 ? status : null;
        }
        catch (EntryPointNotFoundException)      // a C library without it
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint wanted, [Out] byte[] answer);
}
