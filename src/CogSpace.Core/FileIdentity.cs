namespace CogSpace;

/// <summary>What a file is, whatever it is called: two names of one file have the same.</summary>
/// <param name="Device">The number of the disk.</param>
/// <param name="Number">The number of the file on it.</param>
public readonly record struct FileIdentity(ulong Device, ulong Number)
{
    /// <returns>null where the system does not tell, or there is no such file.</returns>
    public static FileIdentity? Of(string path) =>
        FileStatus.Of(path, followsLinks: false) is { } status ? new FileIdentity(status.Device, status.Number) : null;
}
