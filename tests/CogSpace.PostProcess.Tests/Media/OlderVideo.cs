namespace CogSpace.PostProcess.Tests.Media;

/// <summary>A name that is taken already, in a folder with nothing else.</summary>
internal sealed class OlderVideo : IDisposable
{
    private const string Content = "older";

    public OlderVideo()
    {
        Path = Folder["video.mp4"];
        File.WriteAllText(Path, Content);
    }

    public TemporaryFolder Folder { get; } = new();

    public string Path { get; }

    public void AssertUntouched()
    {
        Assert.Equal(["video.mp4"], Folder.Names);
        Assert.Equal(Content, File.ReadAllText(Path));
    }

    public void Dispose() => Folder.Dispose();
}
