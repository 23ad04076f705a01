namespace CogSpace.PostProcess.Media;

/// <summary>
/// A video's sound, cut to length, as it can be put into an MP4. It lies in a file of its own that goes away with this.
/// </summary>
public sealed class Sound : IDisposable
{
    private readonly ScratchFile _file;

    internal Sound(ScratchFile file)
    {
        _file = file;
    }

    internal string File => _file.Path;

    public void Dispose() => _file.Dispose();
}
