namespace CogSpace.Generation;

/// <summary>
/// A finished file that waits, beside its place and under a hidden name, until the files that belong to it are finished too.
/// </summary>
/// <param name="path">The name that it will have.</param>
internal sealed class HiddenFile(string path) : IDisposable
{
    public string Path { get; } =
        System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.part");

    /// <summary>Gives the file its name; a file of that name is replaced.</summary>
    /// <exception cref="MediaException">The name cannot be taken.</exception>
    public void Publish()
    {
        try
        {
            File.Move(Path, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException($"Cannot write {path}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(Path);      // once it is published there is nothing of this name
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder itself is gone or closed: what led here says more than this would.
        }
    }
}
