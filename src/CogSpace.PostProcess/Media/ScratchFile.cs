namespace CogSpace.PostProcess.Media;

/// <summary>A file that is needed for a while and goes away with this.</summary>
internal sealed class ScratchFile(string path) : IDisposable
{
    public string Path => path;

    public void Dispose()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder itself is gone or closed: what led here says more than this would.
        }
    }
}
