using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>A file is what its name says.</summary>
public sealed class VideoFileNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.mp4", "mov,mp4,m4a,3gp,3g2,mj2", "h264")]
    [InlineData("a.MP4", "mov,mp4,m4a,3gp,3g2,mj2", "h264")]
    [InlineData("a", "mov,mp4,m4a,3gp,3g2,mj2", "h264")]
    [InlineData("a.mkv", "matroska,webm", "h264")]
    [InlineData("a.webm", "matroska,webm", "vp9")]
    [InlineData("a.gif", "gif", "gif")]
    public async Task Create_WritesWhatTheNameSays(string name, string container, string codec)
    {
        await WriteAsync(name);

        var (streams, format) = await Programs.ProbeAllAsync(_folder[name]);
        Assert.Equal(container, format.GetProperty("format_name").GetString());
        Assert.Equal(codec, Assert.Single(streams).GetProperty("codec_name").GetString());
        Assert.Equal([name], _folder.Names);
        Assert.Equal(6, (await new VideoReader(new ReadingOptions()).ProbeAsync(_folder[name], Token)).Frames);
    }

    [Fact]
    public async Task Create_WritesAnAnimatedWebp()
    {
        await WriteAsync("a.webp");

        Assert.Equal([125, 125, 125, 125, 125, 125], AnimatedWebp.Read(_folder["a.webp"]).Milliseconds);
        Assert.Equal(["a.webp"], _folder.Names);
    }

    [Theory]
    [InlineData("a.mkv")]
    [InlineData("a.webm")]
    public async Task Matroska_KeepsTheTags(string name)
    {
        await WriteAsync(name);

        var tags = await new VideoReader(new ReadingOptions()).ReadTagsAsync(_folder[name], Token);
        Assert.Equal(("a title", "a comment"), (tags.Title, tags.Comment));
    }

    [Fact]
    public async Task Matroska_BecomesOtherFormats()
    {
        await WriteAsync("a.mkv");
        await new VideoConverter(new EncodingOptions()).ConvertAsync(
            _folder["a.mkv"], VideoFormat.Gif, _folder["a.gif"], Token);

        Assert.Equal("gif", (await Programs.ProbeAsync(_folder["a.gif"])).GetProperty("codec_name").GetString());
    }

    [Theory]
    [InlineData("a.mov")]
    [InlineData("a.avi")]
    [InlineData("a.mp4.txt")]
    public void Create_OfAnotherName_IsRefused(string name)
    {
        var e = Assert.Throws<InvalidRequestException>(
            () => new VideoWriter(new EncodingOptions()).Create(_folder[name], 8, cancel: Token));

        Assert.Equal(
            $"Cannot write {_folder[name]}: the name of a video has to end in .mp4, .mkv, .webm, .gif or .webp.", e.Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Notes_SayWhatIsLost()
    {
        var writer = new VideoWriter(new EncodingOptions { GifWidth = 100 });

        Assert.Equal(
            [
                "A GIF has no sound, and this program keeps no recipe in it.",
                "The GIF is 100 pixels wide instead of 200; an MP4 has them all.",
            ],
            writer.Notes("a.gif", 200));
        Assert.Equal(["A WebP has no sound, and this program keeps no recipe in it."], writer.Notes("a.webp", 200));
        Assert.Empty(writer.Notes("a.mkv", 200));
    }

    public void Dispose() => _folder.Dispose();

    private async Task WriteAsync(string name)
    {
        var writer = new VideoWriter(new EncodingOptions());
        await using var file = writer.Create(_folder[name], 8, new VideoTags("a title", "a comment"), cancel: Token);
        await foreach (var frame in Clip.Moving(6, 64, 48))
            await file.WriteAsync(frame);
        await VideoFile.PublishAllAsync(file);
    }
}
