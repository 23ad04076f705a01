using CogSpace.PostProcess.Media;

namespace CogSpace.Generation;

/// <summary>The files that some work is to write.</summary>
internal static class OutputFiles
{
    /// <summary>As <see cref="CheckWritable"/>, for files of which some are videos.</summary>
    /// <param name="videos">Null: not wanted.</param>
    /// <param name="others">Null: not wanted.</param>
    /// <exception cref="CogSpaceException">
    /// A video's name does not say what is written, a folder is missing or closed to us, or a name is a folder.
    /// </exception>
    public static void CheckVideosWritable(string?[] videos, params string?[] others)
    {
        CheckWritable([.. videos, .. others]);
        foreach (string video in videos.OfType<string>())
            VideoFileName.Check(video);
    }

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
