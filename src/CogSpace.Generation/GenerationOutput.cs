namespace CogSpace.Generation;

/// <summary>Where a generation's files go.</summary>
/// <param name="Video">An MP4.</param>
/// <param name="Latents">A safetensors file with the latents before decoding; null: none.</param>
/// <param name="Poster">A JPEG of the frame in the middle; null: none.</param>
public sealed record GenerationOutput(string Video, string? Latents = null, string? Poster = null)
{
    /// <summary>Finds out before the work, not after it, that a file cannot be written.</summary>
    /// <exception cref="CogSpaceException">A folder is missing or closed to us, or a name is a folder.</exception>
    public void CheckWritable()
    {
        var paths = new[] { Video, Latents, Poster }.OfType<string>().ToList();
        if (paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Count() < paths.Count)
            throw new InvalidRequestException($"Two outputs cannot be the same file: {string.Join(", ", paths)}.");
        foreach (string path in paths)
        {
            CheckWritable(path);
        }
    }

    private static void CheckWritable(string path)
    {
        if (Directory.Exists(path) || Path.GetFileName(path).Length == 0)
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
