namespace CogSpace.Web.Jobs;

/// <summary>How much a folder takes, with all that is below it.</summary>
internal static class FolderSize
{
    /// <returns>Bytes; 0 for what is deleted while it is looked at.</returns>
    public static long Of(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(Size);
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
