namespace CogSpace;

/// <summary>What a folder's files are like, without reading them: two that are equal hold the same files.</summary>
/// <param name="Files">How many, in the folders below too.</param>
/// <param name="Bytes">Size of all of them.</param>
/// <param name="Newest">When one of them was last written, in UTC.</param>
public sealed record FolderContents(int Files, long Bytes, DateTime Newest)
{
    /// <param name="folder">Its files and those of the folders below are counted.</param>
    /// <param name="except">Files and folders in it, by name, that do not count.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static FolderContents Of(string folder, params IReadOnlyList<string> except)
    {
        var (files, bytes, newest) = (0, 0L, DateTime.MinValue);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (except.Contains(Path.GetRelativePath(folder, entry.FullName).Split(Path.DirectorySeparatorChar)[0]))
                continue;

            // A hub's cache holds links to the files; what counts is what they lead to.
            var file = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            if (file is not { Exists: true })
                continue;
            (files, bytes) = (files + 1, bytes + file.Length);
            newest = file.LastWriteTimeUtc > newest ? file.LastWriteTimeUtc : newest;
        }

        return new FolderContents(files, bytes, newest);
    }
}
