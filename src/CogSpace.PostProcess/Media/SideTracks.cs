namespace CogSpace.PostProcess.Media;

/// <summary>
/// A video's sound and subtitles, cut to length, as they can be put into an MP4. They lie in a file of their own that goes away
/// with this.
/// </summary>
public sealed class SideTracks : IDisposable
{
    private readonly ScratchFile? _file;

    internal SideTracks(ScratchFile? file, bool hasSound, IReadOnlyList<string> notes)
    {
        (_file, HasSound, Notes) = (file, hasSound, notes);
    }

    public bool HasSound { get; }

    /// <summary>What was left out or changed, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Null: no track was kept.</summary>
    internal string? File => _file?.Path;

    public void Dispose() => _file?.Dispose();
}
