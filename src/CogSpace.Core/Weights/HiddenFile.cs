namespace CogSpace.Weights;

/// <summary>A file that has its name once it is complete, and until then a hidden one beside it.</summary>
internal static class HiddenFile
{
    /// <exception cref="CogSpaceException">It cannot be written; nothing is left.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        string fullPath = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(fullPath) ?? fullPath;
        string part = Path.Combine(folder, $".{Guid.NewGuid():N}.part");
        if (Directory.Exists(fullPath) || Path.EndsInDirectorySeparator(fullPath))
            throw new CogSpaceException($"Cannot write {path}: it is a folder; give the name of a file.");
        if (!Directory.Exists(folder))
            throw new CogSpaceException($"Cannot write {path}: there is no folder {folder}.");
        try
        {
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
                write(stream);
            File.Move(part, fullPath, overwrite: true);
        }
        catch (Exception e)
        {
            if (File.Exists(part))
                File.Delete(part);
            if (e is IOException or UnauthorizedAccessException)
                throw new CogSpaceException($"Cannot write {path}: {e.Message}", e);
            throw;
        }
    }
}
