using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Videos whose clock does not begin at 0, or whose picture does not begin with the file.</summary>
public sealed class StartTimeTests : IDisposable
{
    private const string Aac = "-c:v libx264 -c:a aac";

    private readonly TemporaryFolder _folder = new();
    private readonly VideoReader _reader = new(new ReadingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probe_OfAClockThatBeginsAtTwelve_CountsFromThere()
    {
        string path = FieldFiles.Path("starts_at_12s.mkv");

        var info = await _reader.ProbeAsync(path, Token);
        int read = await _reader.ReadAllAsync(path, new SourceReport(), Token).CountAsync(Token);

        Assert.Equal((200, 25, 0), (info.Frames, info.FramesPerSecond, info.Start));
        Assert.Equal(8, info.Seconds, 1e-6);
        Assert.Equal(200, read);
    }

    [Theory]
    [InlineData("a.mkv", 3600)]
    [InlineData("a.mov", 100)]
    [InlineData("a.webm", 700)]
    public async Task Probe_OfAClockThatBeginsLate_CountsFromThere(string name, int seconds)
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=96x64:r=10:d=4", "-pix_fmt", "yuv420p",
            "-output_ts_offset", $"{seconds}", _folder[name]);

        var info = await _reader.ProbeAsync(_folder[name], Token);

        Assert.Equal((40, 0), (info.Frames, info.Start));
        Assert.Equal(4, info.Seconds, 1e-6);
    }

    [Theory]
    [InlineData("a.mp4", 0.3, 0, Aac, 0.3)]
    [InlineData("a.webm", 0.5, 0, "-c:v libvpx-vp9 -c:a libopus", 0.5)]
    [InlineData("a.mkv", 1.7, 0, Aac, 1.7)]
    [InlineData("a.mov", 0, 0.7, "-c:v libx264 -c:a pcm_s16le", 0)]
    [InlineData("a.mkv", 0, 2, Aac, 0)]
    public async Task Start_IsHowMuchLaterThePictureBegins(
        string name, double pictureLate, double soundLate, string encoders, double start)
    {
        await TimedVideo.MakeAsync(_folder[name], pictureLate, soundLate, encoders);

        var info = await _reader.ProbeAsync(_folder[name], Token);

        Assert.Equal(75, info.Frames);
        Assert.Null(info.Intervals);
        Assert.Equal(start, info.Start, 0.065); // to a picture; and sound may be led in by 21 ms
    }

    [Fact]
    public async Task Write_BeginsAsLateAsItIsTold()
    {
        var times = new VideoInfo(0, 0, 0, 25) { Start = 0.021 };
        await using (var file = new VideoWriter(new EncodingOptions()).Create(_folder["a.mp4"], times, cancel: Token))
        {
            await foreach (var (i, frame) in Clip.Fading(10).Index())
                await file.WriteAsync(frame.At(TimeSpan.FromSeconds(i / 25.0)));
            await VideoFile.PublishAllAsync(file);
        }

        var stream = await Programs.ProbeAsync(_folder["a.mp4"]);
        Assert.Equal("10", stream.GetProperty("nb_read_frames").GetString());
        Assert.Equal("25/1", stream.GetProperty("avg_frame_rate").GetString());
        Assert.Equal(
            0.021, double.Parse(stream.GetProperty("start_time").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            0.001);
    }

    public void Dispose() => _folder.Dispose();
}
