using System.Globalization;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Videos whose frames do not follow each other evenly.</summary>
public sealed class VariableRateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VideoReader _reader = new(new ReadingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int[]> Videos =>
        new()
        {
            { "a.mkv", VideoFiles.H264, [0, 20, 40, 60, 1060, 1080, 1500] },
            { "a.mp4", VideoFiles.H264, [0, 40, 1040, 1080, 3000] },
            { "a.mov", "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p", [0, 100, 150, 700] },
            { "a.webm", "-c:v libvpx-vp9 -lossless 1", [0, 33, 333, 1000] },
            { "a.gif", "-c:v gif -pix_fmt gray", [0, 20, 70, 190, 390] },
        };

    [Theory, MemberData(nameof(Videos))]
    public async Task ReadAll_GivesEveryPictureAtItsTime(string name, string encoder, int[] times)
    {
        await MakeAsync(name, encoder, times);

        var info = await _reader.ProbeAsync(_folder[name], Token);
        var frames = await _reader.ReadAllAsync(_folder[name], new SourceReport(), Token).ToListAsync(Token);

        Assert.Equal(times.Length, info.Frames);
        Assert.Equal(times.Zip(times.Skip(1), (a, b) => b - a).Min() / 1000.0, info.Intervals!.Shortest, 0.0015);
        AssertTimes(times, frames.Select(frame => frame.Time.TotalMilliseconds));
        Assert.Equal(Enumerable.Range(0, times.Length).Select(i => 4 * i), frames.Select(VideoFiles.NumberOf));
    }

    [Theory, MemberData(nameof(Videos))]
    public async Task Write_KeepsTheTimes(string name, string encoder, int[] times)
    {
        await MakeAsync(name, encoder, times);
        var info = await _reader.ProbeAsync(_folder[name], Token);
        await WriteAsync(_reader.ReadAllAsync(_folder[name], new SourceReport(), Token), info, "b.mp4");

        AssertTimes(times, (await TimedVideo.TimesAsync(_folder["b.mp4"])).Select(time => time * 1000));
        var written = await _reader.ProbeAsync(_folder["b.mp4"], Token);
        Assert.Equal(info.Frames, written.Frames);
        Assert.Equal(info.Seconds, written.Seconds, 0.002);
        Assert.Equal(info.Intervals!.Last, written.Intervals!.Last, 0.002);
    }

    [Fact]
    public async Task ReadAll_Burst_LosesNoPicture()
    {
        string path = FieldFiles.Path("vfr_burst.mp4");

        var frames = await _reader.ReadAllAsync(path, new SourceReport(), Token).ToListAsync(Token);

        Assert.Equal(69, frames.Count);
        Assert.Equal(9, frames[^1].Time.TotalSeconds, 1e-3);
        Assert.All(Enumerable.Range(0, 60), i => Assert.Equal(i / 60.0, frames[i].Time.TotalSeconds, 1e-3));
        Assert.Equal(69, frames.Select(frame => Convert.ToHexString(frame.Pixels.Span)).Distinct().Count());
    }

    [Fact]
    public async Task ReadAll_AVideoThatWasWrittenSo_IsTheSame()
    {
        string path = FieldFiles.Path("vfr_burst.mp4");
        var info = await _reader.ProbeAsync(path, Token);
        await WriteAsync(_reader.ReadAllAsync(path, new SourceReport(), Token), info, "b.mp4");

        Assert.Equal(69, (await TimedVideo.TimesAsync(_folder["b.mp4"])).Count);
        Assert.Equal(info.Seconds, (await _reader.ProbeAsync(_folder["b.mp4"], Token)).Seconds, 0.002);
    }

    [Fact]
    public async Task Read_AtAConstantRate_TakesWhatIsShownThen()
    {
        await MakeAsync("a.mkv", VideoFiles.H264, [0, 20, 40, 60, 1060, 1080, 2000]);

        var frames = await _reader
            .ReadAsync(_folder["a.mkv"], new FrameSampling(1, 4, 2), crop: null, 96, 64, Token)
            .ToListAsync(Token);

        Assert.Equal([0, 0.5, 1, 1.5], frames.Select(frame => frame.Time.TotalSeconds));
        Assert.All(frames, frame => Assert.InRange(VideoFiles.NumberOf(frame), 0, 20));
        Assert.Equal([12, 20], frames.Skip(1).Select(VideoFiles.NumberOf).Distinct().Order());
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertTimes(int[] expected, IEnumerable<double> actual)
    {
        double[] all = [.. actual];
        Assert.Equal(expected.Length, all.Length);
        Assert.All(expected.Zip(all), pair => Assert.Equal(pair.First, pair.Second, 2.0));
    }

    private async Task WriteAsync(IAsyncEnumerable<Frame> frames, VideoInfo times, string name)
    {
        await using var file = new VideoWriter(new EncodingOptions()).Create(_folder[name], times, cancel: Token);
        await foreach (var frame in frames)
            await file.WriteAsync(frame);
        await VideoFile.PublishAllAsync(file);
    }

    // Each picture is four steps brighter than the one before.
    private Task MakeAsync(string name, string encoder, int[] times)
    {
        string nested = string.Concat(
            times.Select((time, i) => string.Create(CultureInfo.InvariantCulture, $"if(eq(N,{i}),{time},")));
        return VideoFiles.MakeAsync(
            _folder[name], $"{encoder} -fps_mode passthrough -enc_time_base 1:1000", times.Length,
            filters: $",lutrgb=r=4*val:g=4*val:b=4*val,settb=1/1000,setpts='{nested}0{new string(')', times.Length)}'");
    }
}
