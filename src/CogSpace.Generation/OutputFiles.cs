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
            AtomicFile.Create(path).Dispose();
        if (paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Count() < paths.Count)
            throw new InvalidRequestException($"Two outputs cannot be the same file: {string.Join(", ", paths)}.");
    }
}
