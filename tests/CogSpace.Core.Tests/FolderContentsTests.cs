namespace CogSpace.Core.Tests;

public sealed class FolderContentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_AFileThatChanges_IsNotEqual()
    {
        Directory.CreateDirectory(_folder["model", "vae"]);
        File.WriteAllText(_folder["model", "vae/config.json"], "{}");
        var first = FolderContents.Of(_folder["model"]);
        Assert.Equal((1, 2), (first.Files, first.Bytes));
        Assert.Equal(first, FolderContents.Of(_folder["model"]));

        File.SetLastWriteTimeUtc(_folder["model", "vae/config.json"], first.Newest.AddSeconds(1));
        var touched = FolderContents.Of(_folder["model"]);
        Assert.NotEqual(first, touched);

        File.WriteAllText(_folder["model", "model_index.json"], "{ }");
        Assert.Equal((2, 5), FolderContents.Of(_folder["model"]) is var grown ? (grown.Files, grown.Bytes) : default);
    }

    [Fact]
    public void Of_Links_CountsWhatTheyLeadTo()
    {
        Directory.CreateDirectory(_folder["model"]);
        File.WriteAllText(_folder["blob"], "12345");
        File.CreateSymbolicLink(_folder["model", "weights"], _folder["blob"]);
        File.CreateSymbolicLink(_folder["model", "broken"], _folder["none"]);

        var contents = FolderContents.Of(_folder["model"]);

        Assert.Equal((1, 5), (contents.Files, contents.Bytes));
        Assert.Equal(File.GetLastWriteTimeUtc(_folder["blob"]), contents.Newest);
    }

    [Fact]
    public void Of_LeavesOutWhatIsNamed_InTheFolderItself()
    {
        Write("model", "config.json");
        Write("model", "examples.json");
        Write("model", "examples", "clip.mp4");
        Write("model", "vae", "examples", "weights");

        Assert.Equal(2, FolderContents.Of(_folder["model"], "examples.json", "examples").Files);

        void Write(params string[] names)
        {
            string path = _folder[names];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
        }
    }
}
