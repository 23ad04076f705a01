using System.Text;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class VideoWriterTests : IDisposable
{
    private const int Patience = 120_000;
    private readonly TemporaryFolder _folder = new();
    private readonly VideoWriter _writer = new(new EncodingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task WriteAsync_MakesWhatBrowsersPlay()
    {
        await _writer.WriteAsync(Clip.Fading(49), 8, _folder["video.mp4"], Token);

        var stream = await Programs.ProbeAsync(_folder["video.mp4"]);
        Assert.Equal("h264", stream.GetProperty("codec_name").GetString());
        Assert.Equal("yuv420p", stream.GetProperty("pix_fmt").GetString());
        Assert.Equal((96, 64), (stream.GetProperty("width").GetInt32(), stream.GetProperty("height").GetInt32()));
        Assert.Equal("49", stream.GetProperty("nb_read_frames").GetString());
        Assert.Equal("8/1", stream.GetProperty("r_frame_rate").GetString());
        Assert.Equal("8/1", stream.GetProperty("avg_frame_rate").GetString());
        Assert.Equal("6.125000", stream.GetProperty("duration").GetString());
        Assert.Equal("tv", stream.GetProperty("color_range").GetString());
        Assert.Equal("bt709", stream.GetProperty("color_space").GetString());
        Assert.Equal("bt709", stream.GetProperty("color_primaries").GetString());
        Assert.Equal("bt709", stream.GetProperty("color_transfer").GetString());
        Assert.Equal(["video.mp4"], _folder.Names);
    }

    [Fact(Timeout = Patience)]
    public async Task CreatePoster_MakesAJpegOfTheFramesColours()
    {
        await using (var poster = _writer.CreatePoster(_folder["poster.jpg"], Token))
        {
            await poster.WriteAsync(Clip.Flat(200, 40, 90));
            await VideoFile.PublishAllAsync(poster);
        }

        var stream = await Programs.ProbeAsync(_folder["poster.jpg"]);
        Assert.Equal("mjpeg", stream.GetProperty("codec_name").GetString());
        Assert.Equal((96, 64), (stream.GetProperty("width").GetInt32(), stream.GetProperty("height").GetInt32()));
        var (red, green, blue) = Assert.Single(await Pixels.DecodeMiddleAsync(_folder["poster.jpg"]));
        Assert.InRange(red, 195, 205);
        Assert.InRange(green, 35, 45);
        Assert.InRange(blue, 85, 95);
        Assert.Equal(["poster.jpg"], _folder.Names);
    }

    [Fact(Timeout = Patience)]
    public async Task WriteAsync_PutsTheIndexBeforeThePictures()
    {
        await _writer.WriteAsync(Clip.Fading(9), 8, _folder["video.mp4"], Token);

        string boxes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_folder["video.mp4"], Token));
        Assert.Equal("ftypisom", boxes[4..12]);
        Assert.InRange(boxes.IndexOf("moov", StringComparison.Ordinal), 0, boxes.IndexOf("mdat", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task WriteAsync_KeepsColours()
    {
        (byte Red, byte Green, byte Blue)[] colours =
            [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (128, 128, 128), (200, 120, 40)];

        await _writer.WriteAsync(
            colours.Select(c => Clip.Flat(c.Red, c.Green, c.Blue)).ToAsyncEnumerable(), 8, _folder["video.mp4"], Token);

        var decoded = await Pixels.DecodeMiddleAsync(_folder["video.mp4"]);
        Assert.Equal(colours.Length, decoded.Count);
        Assert.All(decoded.Zip(colours), pair =>
        {
            const int Levels = 4;
            Assert.InRange(pair.First.Red - pair.Second.Red, -Levels, Levels);
            Assert.InRange(pair.First.Green - pair.Second.Green, -Levels, Levels);
            Assert.InRange(pair.First.Blue - pair.Second.Blue, -Levels, Levels);
        });
    }

    [Theory(Timeout = Patience)]
    [InlineData(8, "8/1", "0.125000")]
    [InlineData(29.97, "2997/100", "0.033367")]
    [InlineData(0.5, "1/2", "2.000000")]
    public async Task WriteAsync_OfOneFrame_LastsOneFrame(double framesPerSecond, string rate, string seconds)
    {
        await _writer.WriteAsync(Clip.Fading(1), framesPerSecond, _folder["video.mp4"], Token);

        var stream = await Programs.ProbeAsync(_folder["video.mp4"]);
        Assert.Equal("1", stream.GetProperty("nb_read_frames").GetString());
        Assert.Equal(rate, stream.GetProperty("r_frame_rate").GetString());
        Assert.Equal(seconds, stream.GetProperty("duration").GetString());
    }

    [Theory(Timeout = Patience)]
    [InlineData("with space.mp4")]
    [InlineData("12:30 \"quoted\" %03d ~ $HOME.mp4")]
    [InlineData("-y.mp4")]
    [InlineData("Ünïcode 视频")]
    public async Task WriteAsync_TakesAnyName(string name)
    {
        var folder = Directory.CreateDirectory(_folder["a \"folder\" \\ 1:2"]);

        await _writer.WriteAsync(Clip.Fading(2), 8, Path.Combine(folder.FullName, name), Token);

        Assert.Equal([name], folder.EnumerateFileSystemInfos().Select(file => file.Name));
        Assert.Equal(
            "2", (await Programs.ProbeAsync(Path.Combine(folder.FullName, name))).GetProperty("nb_read_frames").GetString());
    }

    [Fact(Timeout = Patience)]
    public async Task WriteAsync_ReplacesWhatWasThere()
    {
        await File.WriteAllTextAsync(_folder["video.mp4"], "old", Token);

        await _writer.WriteAsync(Clip.Fading(3), 8, _folder["video.mp4"], Token);

        Assert.Equal("3", (await Programs.ProbeAsync(_folder["video.mp4"])).GetProperty("nb_read_frames").GetString());
        Assert.Equal(["video.mp4"], _folder.Names);
    }

    [Fact(Timeout = Patience)]
    public async Task WriteAsync_TwoAtOnce_DoNotMix()
    {
        await Task.WhenAll(
            _writer.WriteAsync(Clip.Fading(5), 8, _folder["a.mp4"], Token),
            _writer.WriteAsync(Clip.Fading(7, 64, 32), 8, _folder["b.mp4"], Token));

        Assert.Equal("5", (await Programs.ProbeAsync(_folder["a.mp4"])).GetProperty("nb_read_frames").GetString());
        Assert.Equal("7", (await Programs.ProbeAsync(_folder["b.mp4"])).GetProperty("nb_read_frames").GetString());
    }

    [Fact(Timeout = Patience)]
    public async Task WriteAsync_HigherCrf_IsSmaller()
    {
        var random = new Random(1);
        byte[] noise = new byte[96 * 64 * Frame.Channels];
        random.NextBytes(noise);
        var frames = Enumerable.Repeat(new Frame(96, 64, noise), 4).ToAsyncEnumerable();

        await new VideoWriter(new EncodingOptions { Crf = 10, Preset = "ultrafast" }).WriteAsync(
            frames, 8, _folder["fine.mp4"], Token);
        await new VideoWriter(new EncodingOptions { Crf = 45, Preset = "ultrafast" }).WriteAsync(
            frames, 8, _folder["coarse.mp4"], Token);

        Assert.True(new FileInfo(_folder["coarse.mp4"]).Length < new FileInfo(_folder["fine.mp4"]).Length / 2);
    }

    public void Dispose() => _folder.Dispose();
}
