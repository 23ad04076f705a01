using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Tests.Media.Pictures;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>
/// Every kind of video that visitors have: which frames come, how large, the right way up and in the right colours.
/// </summary>
public sealed class VideoReaderTests : IDisposable
{
    private const string Gif = "-c:v gif -pix_fmt gray";
    private readonly TemporaryFolder _folder = new();
    private readonly VideoReader _reader = new(new ReadingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.mp4", VideoFiles.H264)]
    [InlineData("a.mp4", VideoFiles.H264 + " -movflags faststart")]
    [InlineData("a.mp4", VideoFiles.H264 + " -movflags frag_keyframe+empty_moov")]
    [InlineData("a.mov", "-c:v prores_ks")]
    [InlineData("a.mov", "-c:v mjpeg -q:v 1 -pix_fmt yuvj420p")]
    [InlineData("a.mkv", VideoFiles.H264)]
    [InlineData("a.webm", "-c:v libvpx-vp9 -lossless 1 -deadline realtime -cpu-used 8 -pix_fmt yuv420p")]
    [InlineData("a.webm", "-c:v libvpx -crf 4 -b:v 5M -deadline realtime -pix_fmt yuv420p")]
    [InlineData("a.gif", Gif)]
    [InlineData("a.avi", "-c:v mpeg4 -q:v 1")]
    public async Task EveryFormat(string name, string encoder)
    {
        string path = _folder[name];
        await VideoFiles.MakeAsync(path, encoder);

        var info = await _reader.ProbeAsync(path, Token);
        var clip = await ReadAllAsync(path, info);

        Assert.Equal((96, 64, 24), (info.Width, info.Height, info.Frames));
        Assert.Equal(12, info.FramesPerSecond, 0.02); // a GIF counts in hundredths of a second
        Assert.Equal(info.FramesPerSecond, clip.FramesPerSecond);
        Assert.Equal(Enumerable.Range(0, 24), clip.Frames.Select(VideoFiles.NumberOf));
    }

    [Theory]
    [InlineData("a.mp4", VideoFiles.H264)]
    [InlineData("a.webm", "-c:v libvpx-vp9 -lossless 1 -deadline realtime -cpu-used 8 -pix_fmt yuv420p")]
    public async Task OnlySomeFrames_InTheirOrder(string name, string encoder)
    {
        await VideoFiles.MakeAsync(_folder[name], encoder, frames: 60);

        var clip = await _reader.ReadClipAsync(_folder[name], new FrameSampling(3, 17, 4), Crop.Centred, 48, 32, Token);

        Assert.Equal(Enumerable.Range(0, 17).Select(i => 3 * i), clip.Frames.Select(VideoFiles.NumberOf));
        Assert.All(clip.Frames, frame => Assert.Equal((48, 32), (frame.Width, frame.Height)));
        Assert.Equal(4, clip.FramesPerSecond);
    }

    [Fact]
    public async Task ReadsNoFurtherThanNeeded()
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"]);

        await foreach (var frame in _reader.ReadAsync(_folder["a.mp4"], new FrameSampling(1, 24, 12), null, 96, 64, Token))
        {
            Assert.Equal(0, VideoFiles.NumberOf(frame));
            break;
        }
    }

    [Fact]
    public async Task OneFrame()
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"], frames: 1);
        await VideoFiles.MakeAsync(_folder["a.gif"], Gif, frames: 1);
        await VideoFiles.MakeAsync(_folder["a.webm"], "-c:v libvpx -deadline realtime", frames: 1);

        foreach (string name in new[] { "a.mp4", "a.gif", "a.webm" })
        {
            var info = await _reader.ProbeAsync(_folder[name], Token);
            Assert.Equal(1, info.Frames);
            Assert.True(info.FramesPerSecond > 0);
            Assert.Single((await ReadAllAsync(_folder[name], info)).Frames);
        }
    }

    [Theory]
    [InlineData(0, "0123")]
    [InlineData(90, "1302")]
    [InlineData(180, "3210")]
    [InlineData(270, "2031")]
    public async Task Rotation_IsApplied(int degrees, string corners)
    {
        await PictureFiles.EncodeAsync(
            _folder["flat.mp4"], [.. VideoFiles.H264.Split(' '), "-vf", "scale=out_color_matrix=bt709"]);
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-i", _folder["flat.mp4"], "-c", "copy", "-metadata:s:v", $"rotate={degrees}",
            _folder["a.mp4"]);

        var info = await _reader.ProbeAsync(_folder["a.mp4"], Token);
        var frame = Assert.Single((await ReadAllAsync(_folder["a.mp4"], info)).Frames);

        var size = degrees % 180 == 0 ? (Quadrants.Width, Quadrants.Height) : (Quadrants.Height, Quadrants.Width);
        Assert.Equal(size, (info.Width, info.Height));
        Quadrants.AssertShows(frame, [.. corners.Select(corner => Quadrants.Colours[corner - '0'])], 6);
    }

    [Fact]
    public async Task PixelsThatAreNotSquare_AreStretched()
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"], filters: ",setsar=4/3");

        var info = await _reader.ProbeAsync(_folder["a.mp4"], Token);

        Assert.Equal((128, 64), (info.Width, info.Height));
        Assert.All(
            (await ReadAllAsync(_folder["a.mp4"], info)).Frames,
            frame => Assert.Equal((128, 64), (frame.Width, frame.Height)));
    }

    [Theory]
    [InlineData("a.webm", "-c:v libvpx-vp9 -lossless 1 -deadline realtime -cpu-used 8 -pix_fmt yuv444p")]
    [InlineData("a.mp4", "-c:v libx264 -qp 4 -pix_fmt yuv444p")]
    [InlineData("a.gif", Gif)]
    public async Task OddSizes(string name, string encoder)
    {
        await VideoFiles.MakeAsync(_folder[name], encoder, size: "97x63");

        var info = await _reader.ProbeAsync(_folder[name], Token);

        Assert.Equal((97, 63), (info.Width, info.Height));
        Assert.Equal(Enumerable.Range(0, 24), (await ReadAllAsync(_folder[name], info)).Frames.Select(VideoFiles.NumberOf));
    }

    [Theory]
    [InlineData("a.mp4", VideoFiles.H264 + " -fps_mode vfr")]
    [InlineData("a.webm", "-c:v libvpx-vp9 -lossless 1 -deadline realtime -cpu-used 8 -pix_fmt yuv420p -fps_mode vfr")]
    public async Task VariableRate_KeepsTime(string name, string encoder)
    {
        // 12 frames in the first second, then every fourth of 36: 21 frames in 4 seconds.
        await VideoFiles.MakeAsync(
            _folder[name], encoder, frames: 48, filters: ",trim=end_frame=48,select='lt(n,12)+not(mod(n,4))'");

        var info = await _reader.ProbeAsync(_folder[name], Token);
        var numbers = (await ReadAllAsync(_folder[name], info)).Frames.Select(VideoFiles.NumberOf).ToList();

        Assert.InRange(info.Seconds, 3.6, 4.1);
        Assert.Equal(info.Frames, numbers.Count);
        for (int i = 0; i < numbers.Count; i++)
            // shown at that time
            Assert.InRange(numbers[i], (12 * i / info.FramesPerSecond) - 4.5, (12 * i / info.FramesPerSecond) + 2.5);
    }

    [Theory]
    [InlineData("bt709", "tv")]
    [InlineData("bt709", "pc")]
    [InlineData("smpte170m", "tv")]
    [InlineData("smpte170m", "pc")]
    [InlineData("bt2020nc", "tv")]
    public async Task Colours_AreThoseThatTheFileSays(string matrix, string range)
    {
        string name = matrix switch
        {
            "smpte170m" => "bt601",
            "bt2020nc" => "bt2020",
            _ => matrix,
        };
        await PictureFiles.EncodeAsync(
            _folder["a.mp4"], "-vf", $"scale=out_color_matrix={name}:out_range={range}:flags=accurate_rnd+full_chroma_int",
            "-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv444p", "-colorspace", matrix, "-color_range", range);

        Quadrants.AssertShows(await ReadFirstAsync("a.mp4"), Quadrants.Colours, 3);
    }

    [Theory]
    [InlineData(48, 32, "bt601")]
    [InlineData(1080, 720, "bt709")]
    public async Task Colours_ThatNobodyNamed_AreThoseOfTheSize(int width, int height, string matrix)
    {
        await PictureFiles.EncodeAsync(
            _folder["a.mp4"], "-vf",
            $"scale={width}:{height}:out_color_matrix={matrix}:out_range=tv:flags=accurate_rnd+full_chroma_int", "-c:v",
            "libx264", "-qp", "4", "-pix_fmt", "yuv444p");

        Quadrants.AssertShows(await ReadFirstAsync("a.mp4"), Quadrants.Colours, 4);
    }

    [Fact]
    public async Task CoverPicture_IsNotTheVideo()
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"]);
        await PictureFiles.EncodeAsync(_folder["cover.png"]);
        await Programs.RunAsync("ffmpeg", "-v", "error", "-i", _folder["cover.png"], "-i", _folder["a.mp4"],
            "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic", _folder["b.mp4"]);

        var info = await _reader.ProbeAsync(_folder["b.mp4"], Token);

        Assert.Equal((96, 64, 24), (info.Width, info.Height, info.Frames));
        Assert.Equal(Enumerable.Range(0, 24), (await ReadAllAsync(_folder["b.mp4"], info)).Frames.Select(VideoFiles.NumberOf));
    }

    [Fact]
    public async Task TenBits()
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"], "-c:v libx264 -qp 4 -pix_fmt yuv420p10le");

        Assert.Equal(
            Enumerable.Range(0, 24),
            (await ReadAllAsync(_folder["a.mp4"], await _reader.ProbeAsync(_folder["a.mp4"], Token))).Frames.Select(
                VideoFiles.NumberOf)
        );
    }

    [Fact]
    public async Task SizeThatChangesOnTheWay_IsBroughtBack()
    {
        const string Plain = VideoFiles.H264 + " -bf 0";
        await VideoFiles.MakeAsync(_folder["a.h264"], Plain, frames: 12);
        await VideoFiles.MakeAsync(_folder["b.h264"], Plain, frames: 12, size: "128x128");
        await File.WriteAllBytesAsync(
            _folder["c.h264"],
            [.. await File.ReadAllBytesAsync(_folder["a.h264"]), .. await File.ReadAllBytesAsync(_folder["b.h264"])]);
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-fflags", "+genpts", "-r", "12", "-i", _folder["c.h264"], "-c", "copy",
            _folder["a.mkv"]);

        var info = await _reader.ProbeAsync(_folder["a.mkv"], Token);
        var clip = await ReadAllAsync(_folder["a.mkv"], info);

        Assert.Equal((96, 64), (info.Width, info.Height));
        Assert.Equal(info.Frames, clip.Frames.Count);
    }

    [Theory]
    [InlineData("it's a \"clip\" 100%.mp4")]
    [InlineData("-i.mp4")]
    [InlineData("http:a.mp4")]
    [InlineData("ü é.mp4")]
    public async Task AnyName(string name)
    {
        await VideoFiles.MakeAsync(_folder["a.mp4"]);
        File.Move(_folder["a.mp4"], _folder[name]);

        Assert.Equal(24, (await _reader.ProbeAsync(_folder[name], Token)).Frames);
        Assert.Equal(24, (await ReadAllAsync(_folder[name], await _reader.ProbeAsync(_folder[name], Token))).Frames.Count);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Frame> ReadFirstAsync(string name) =>
        (await ReadAllAsync(_folder[name], await _reader.ProbeAsync(_folder[name], Token))).Frames[0];

    private Task<VideoClip> ReadAllAsync(string path, VideoInfo info) =>
        _reader.ReadClipAsync(
            path, new FrameSampling(1, info.Frames, info.FramesPerSecond), Crop.Centred, info.Width, info.Height, Token);
}
