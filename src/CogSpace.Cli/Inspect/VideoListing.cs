namespace CogSpace.Cli.Inspect;

/// <summary>What a video says about how it was made. No video carries its recipe so far; one that does is read here.</summary>
internal static class VideoListing
{
    /// <exception cref="CogSpaceException">There is nothing to read.</exception>
    public static void Write(string path, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        throw new MediaException(File.Exists(path)
            ? $"{path} carries no recipe: videos are written without one so far."
            : $"Cannot read {path}: the file does not exist.");
    }
}
