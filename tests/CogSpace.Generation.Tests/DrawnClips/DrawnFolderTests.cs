using CogSpace.DrawnClips;
using CogSpace.DrawnClips.Drawing;
using CogSpace.DrawnClips.Judging;
using CogSpace.Generation.Training;

namespace CogSpace.Generation.Tests.DrawnClips;

public sealed class DrawnFolderTests
{
    private const int Count = 3;

    private static readonly Variety Cyan = new() { Colours = ["cyan"] };

    [Fact]
    public async Task WriteAsync_WritesWhatTrainingReads()
    {
        using var folder = new TemporaryFolder();
        var cancel = TestContext.Current.CancellationToken;

        var drawn = await DrawnFolder.WriteAsync(folder.FullPath, Cyan, Count, seed: 3, cancel);

        var listed = ClipList.Read(folder.FullPath);
        Assert.Equal(Count, listed.Count);
        Assert.Equal(Caption.Plain(drawn[0]), listed[0].Caption);
        foreach (var (clip, video) in drawn.Zip(listed))
        {
            Assert.Contains("cyan", video.Caption, StringComparison.Ordinal);
            var file = await DecodedClip.ReadAsync(video.Path);
            Assert.Equal((DrawnClip.Width, DrawnClip.Height, DrawnClip.FrameCount), (file.Width, file.Height, file.Frames.Count));
            var seen = ClipJudge.Look([.. file.Frames.Select(pixels => new Frame(file.Width, file.Height, pixels))]);
            Assert.Equal((clip.Backdrop, "cyan"), (seen.Backdrop, seen.Objects[0].Colour));
        }
    }

    [Fact]
    public async Task WriteAsync_WritesTheSameForTheSameSeed()
    {
        using var folder = new TemporaryFolder();
        var cancel = TestContext.Current.CancellationToken;
        foreach (var (name, seed) in new[] { ("first", 3), ("again", 3), ("other", 4) })
            await DrawnFolder.WriteAsync(folder[name], Cyan, Count, seed, cancel);

        string[] Captions(string name) => [.. ClipList.Read(folder[name]).Select(video => video.Caption)];
        byte[][] Videos(string name) => [.. ClipList.Read(folder[name]).Select(video => File.ReadAllBytes(video.Path))];
        Assert.Equal(Captions("first"), Captions("again"));
        Assert.Equal(Videos("first"), Videos("again"));
        Assert.NotEqual(Captions("first"), Captions("other"));
    }

    [Fact]
    public void Next_RefusesWhatCannotBeSeen() => Assert.Throws<InvalidOperationException>(
        () => new Variety { Colours = ["white"], Backdrops = ["white"] }.Next(new Random(1)));
}
