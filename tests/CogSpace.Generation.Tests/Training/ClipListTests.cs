using CogSpace.Generation.Training;

namespace CogSpace.Generation.Tests.Training;

public sealed class ClipListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_VideosBesideCaptions_PairsThemByName()
    {
        Write("b.mp4", "");
        Write("b.txt", "  a ball\n rolls \n");
        Write("a.WEBM", "");
        Write("a.txt", "a box");
        Write("notes.md", "not a clip");
        Assert.Equal(
            [
                new CaptionedVideo("a.WEBM", _folder["a.WEBM"], "a box"),
                new CaptionedVideo("b.mp4", _folder["b.mp4"], "a ball rolls"),
            ],
            ClipList.Read(_folder.FullPath));
    }

    [Theory]
    [InlineData("prompts.txt", "videos.txt")]
    [InlineData("labels", "files")]
    public void Read_ListsOfCogVideo_PairsThemByLine(string captions, string videos)
    {
        Write(captions, "a ball\r\na box\r\n\r\n");
        Write(videos, "clips/1.mp4\nclips/2.mp4\n");
        Assert.Equal(
            [("clips/1.mp4", "a ball"), ("clips/2.mp4", "a box")],
            ClipList.Read(_folder.FullPath, captions, videos).Select(video => (video.Name, video.Caption)));
        Assert.Equal(_folder["clips/2.mp4"], ClipList.Read(_folder.FullPath, captions, videos)[1].Path);
    }

    [Fact]
    public void Read_FewerCaptionsThanVideos_SaysBothNumbers()
    {
        Write("prompts.txt", "a ball");
        Write("videos.txt", "1.mp4\n2.mp4");
        Assert.EndsWith("has 1 captions and " + _folder["videos.txt"] + " 2 videos: each video needs one.", Refusal());
    }

    [Fact]
    public void Read_EmptyCaption_NamesTheLine()
    {
        Write("prompts.txt", "a ball\n \na box");
        Write("videos.txt", "1.mp4\n2.mp4\n3.mp4");
        Assert.Equal($"The caption of 2.mp4 is empty (line 2 of {_folder["prompts.txt"]}).", Refusal());
    }

    [Fact]
    public void Read_VideoWithoutCaption_NamesIt()
    {
        Write("ball.mp4", "");
        Assert.Equal($"{_folder["ball.mp4"]} has no caption: there is no {_folder["ball.txt"]}.", Refusal());
    }

    [Fact]
    public void Read_NothingThere_SaysWhatIsExpected()
    {
        Assert.StartsWith($"There is nothing to learn from in {_folder.FullPath}.", Refusal(), StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => ClipList.Read(_folder["missing"]));
    }

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    private string Refusal() => Assert.Throws<InvalidRequestException>(() => ClipList.Read(_folder.FullPath)).Message;
}
