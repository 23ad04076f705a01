namespace CogSpace.Generation;

/// <summary>The files that some work is to write.</summary>
internal static class OutputFiles
{
    /// <summary>Finds out before the work, not after it, that a file cannot be written.</summary>
    /// <param name="files">Null: not wanted.</param>
    /// <exception cref="CogSpaceException">A folder is missing or closed to us, or a name is a folder.</exception>
    public static void CheckWritable(params string?[] files)
    {
        var paths = files.OfType<string>().ToList();
        foreach (string path in paths)
        {
            if (Path.GetFileName(path).Length == 0)
                throw new CogSpaceException($"Cannot write \"{path}\": give the name of a file.");
        }

        if (paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Count() < paths.Count)
            throw new InvalidRequestException($"Two outputs cannot be the same file: {string.Join(", ", paths)}.");
        foreach (string path in paths)
            CheckFile(path);
    }

    private static void CheckFile(string path)
    {
        if (Directory.Exists(path))
            throw new CogSpaceException($"Cannot write {path}: it is a folder; give the name of a file.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new CogSpaceException($"Cannot write {path}: there is no folder {folder}.");
        try
        {
            File.Create(Path.Combine(folder, $".{Guid.NewGuid():N}.part"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CogSpaceException($"Cannot write {path}: {e.Message}", e);
        }
    }
}
