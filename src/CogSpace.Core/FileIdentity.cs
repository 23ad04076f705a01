using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CogSpace;

/// <summary>What a file is, whatever it is called: two names of one file have the same.</summary>
/// <param name="Device">The number of the disk.</param>
/// <param name="Number">The number of the file on it.</param>
public readonly record struct FileIdentity(ulong Device, ulong Number)
{
    // struct statx, which has the same layout on every processor.
    private const int StatxBytes = 256;
    private const int NumberAt = 0x20;
    private const int DeviceAt = 0x88;
    private const uint NumberWanted = 0x100;
    private const int InWorkingFolder = -100;
    private const int NoFollow = 0x100;

    /// <returns>null where the system does not tell, or there is no such file.</returns>
    public static FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        byte[] answer = new byte[StatxBytes];
        try
        {
            return Statx(InWorkingFolder, path, NoFollow, NumberWanted, answer) == 0
                ? new FileIdentity(
                    BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(DeviceAt)),
                    BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(NumberAt)))
                : null;
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
