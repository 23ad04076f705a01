namespace CogSpace.Web.Jobs;

/// <summary>How much folders take on disk, with all that is below them. A file with several names counts once.</summary>
internal static class FolderSize
{
    /// <returns>Bytes; 0 for what is deleted while it is looked at.</returns>
    public static long Of(params IEnumerable<string> folders)
    {
        var seen = new HashSet<FileIdentity>();
        return folders.Sum(folder => Of(folder, seen));
    }

    private static long Of(string folder, HashSet<FileIdentity> seen)
    {
        try
        {
            return new DirectoryInfo(folder)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => FileIdentity.Of(file.FullName) is not { } identity || seen.Add(identity))
                .Sum(Size);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            return 0;
        }
    }

    private static long Size(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
