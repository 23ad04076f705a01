namespace CogSpace.PostProcess.Media;

/// <summary>A file that is needed for a while and goes away with this.</summary>
internal sealed class ScratchFile(string path) : IDisposable
{
    public string Path => path;

    public void Dispose() => Disk.TryDelete(path);
}
