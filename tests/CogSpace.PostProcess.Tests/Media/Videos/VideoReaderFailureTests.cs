using System.Runtime.Versioning;
using System.Text;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Each ends in one sentence within seconds.</summary>
[SupportedOSPlatform("linux")]
public sealed class VideoReaderFailureTests : IDisposable
{
    private const int Patience = 120_000;
    private const string Kinds = "Videos are read as MP4, MOV, WebM, MKV, AVI, GIF and animated WebP.";
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData("", "it is empty.")]
    [InlineData("hello, world", $"it is a text file. {Kinds}")]
    [InlineData("\u0001\u0002", $"it is of an unknown kind. {Kinds}")]
    [InlineData("\u0089PNG\r\n\u001a\n", $"it is a PNG picture. {Kinds}")]
    [InlineData("\0\0\u0001\u00ba", $"it is an MPEG video. {Kinds}")]
    [InlineData("\0\0\0\u0010ftypisom\0\0\0\0", "it is cut off or damaged: its index is missing.")]
    [InlineData("\u001aE\u00df\u00a3\u0093B\u0082\u0088matroska", "FFmpeg cannot make anything of it. FFmpeg said: ")]
    public async Task OtherContent(string content, string reason)
    {
        await File.WriteAllBytesAsync(_folder["clip.mp4"], Encoding.Latin1.GetBytes(content), Token);

        await AssertRefusedAsync("clip.mp4", reason);
    }

    [Fact(Timeout = Patience)]
    public async Task Missing()
    {
        await AssertRefusedAsync("clip.mp4", "there is no such file.");
    }

    [Fact(Timeout = Patience)]
    public async Task SoundWithoutPictures()
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", _folder["clip.mp4"]);

        await AssertRefusedAsync("clip.mp4", "there is no moving picture in it.");
    }

    [Theory(Timeout = Patience)]
    [InlineData("clip.mp4", VideoFiles.H264, "it is cut off.")]
    [InlineData("clip.mp4", VideoFiles.H264 + " -movflags faststart", "it is cut off.")]
    [InlineData("clip.mkv", VideoFiles.H264, "it is cut off: ")]
    public async Task CutOff(string name, string encoder, string reason)
    {
        await VideoFiles.MakeAsync(_folder[name], encoder, frames: 60, size: "320x240", filters: ",noise=alls=30");
        byte[] file = await File.ReadAllBytesAsync(_folder[name], Token);

        foreach (double part in new[] { 0.3, 0.6 })
        {
            await File.WriteAllBytesAsync(_folder[name], file[..(int)(part * file.Length)], Token);
            await AssertRefusedAsync(name, reason);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task ThreeHours()
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=black:size=32x32:rate=1/10", "-frames:v", "1080", "-c:v",
            "libx264", "-preset", "ultrafast", _folder["clip.mp4"]);

        await AssertRefusedAsync("clip.mp4", "it lasts 3:00:00, and 0:10:00 (hours, minutes, seconds) is the most.");
    }

    [Fact(Timeout = Patience)]
    public async Task ThousandFramesASecond()
    {
        await VideoFiles.MakeAsync(_folder["clip.mp4"], rate: 1000);

        await AssertRefusedAsync("clip.mp4", "1000 frames per second are too many, 240 are the most.");
    }

    [Fact(Timeout = Patience)]
    public async Task NoFramesASecond()
    {
        await VideoFiles.MakeAsync(_folder["clip.mp4"], VideoFiles.H264 + " -bf 0");
        byte[] file = await File.ReadAllBytesAsync(_folder["clip.mp4"], Token);
        void Clear(string box, int at) => file.AsSpan(file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(box)) + at, 4).Clear();
        Clear("stts", 16); // every frame lasts 0, and so does all the rest
        Clear("mdhd", 20);
        Clear("mvhd", 20);
        Clear("tkhd", 24);
        Clear("elst", 0);
        await File.WriteAllBytesAsync(_folder["clip.mp4"], file, Token);

        await AssertRefusedAsync(
            "clip.mp4", "it has 0 frames per second: nothing in it says how fast its frames follow each other.");
    }

    [Theory(Timeout = Patience)]
    [InlineData("8x8", "8 x 8 pixels are too few. Each side has to have 16 at least.")]
    [InlineData("1024x32", "1024 x 32 pixels are too wide: one side may be 20 times the other at most.")]
    [InlineData("1000x1002", "its pictures have too many pixels: 1 million are the most.")]
    public async Task Sizes(string size, string reason)
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"color=black:size={size}", "-frames:v", "3", "-c:v", "libvpx",
            "-deadline", "realtime", _folder["clip.webm"]);

        var e = await Assert.ThrowsAsync<MediaException>(() =>
            new VideoReader(new ReadingOptions { VideoMegapixels = 1 }).ProbeAsync(_folder["clip.webm"], Token)
        );
        Assert.Equal($"Cannot read clip.webm: {reason}", e.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task LargeFile()
    {
        using (var stream = File.Create(_folder["clip.mp4"]))
            stream.SetLength(500_000_001);

        await AssertRefusedAsync("clip.mp4", "500.0 MB are too many, 500 MB are the most.");
    }

    [Fact(Timeout = Patience)]
    public async Task FewerFramesThanAnnounced()
    {
        await VideoFiles.MakeAsync(_folder["clip.mp4"]);
        var reader = new VideoReader(new ReadingOptions());

        var e = await Assert.ThrowsAsync<MediaException>(() =>
            reader.ReadClipAsync(_folder["clip.mp4"], new FrameSampling(1, 49, 12), null, 96, 64, Token)
        );
        Assert.Equal("Cannot read clip.mp4: it ends after 24 of the 49 frames that are needed.", e.Message);

        var clip = await reader.ReadClipAsync(_folder["clip.mp4"], new FrameSampling(1, 25, 12), null, 96, 64, Token);
        Assert.Equal(23, VideoFiles.NumberOf(clip.Frames[24])); // one that rounding took is made up for
    }

    [Fact(Timeout = Patience)]
    public async Task FfmpegMissing()
    {
        await VideoFiles.MakeAsync(_folder["clip.mp4"]);

        var e = await Assert.ThrowsAsync<MediaException>(() =>
            new VideoReader(new ReadingOptions { FfmpegFolder = _folder.FullPath }).ProbeAsync(_folder["clip.mp4"], Token)
        );
        Assert.Equal(
            $"Cannot read clip.mp4: there is no program ffprobe in {_folder.FullPath}, the folder that " +
            "Reading:FfmpegFolder names.",
            e.Message
        );
    }

    [Fact(Timeout = Patience)]
    public async Task FfmpegHangs()
    {
        await VideoFiles.MakeAsync(_folder["clip.mp4"]);
        using var ffmpeg = new FakeFfmpeg("exec sleep 100");
        var reader = new VideoReader(ffmpeg.ForReading(TimeSpan.FromSeconds(2)));

        var e = await Assert.ThrowsAsync<MediaException>(() =>
            reader.ReadClipAsync(_folder["clip.mp4"], new FrameSampling(1, 24, 12), null, 96, 64, Token)
        );
        Assert.Equal("Cannot read clip.mp4: it took longer than 2 seconds.", e.Message);
        Assert.False(ffmpeg.IsRunning);
    }

    [Fact(Timeout = Patience)]
    public async Task TooManyTracks()
    {
        await VideoFiles.MakeAsync(_folder["one.mp4"], frames: 1);
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-i", _folder["one.mp4"],
                .. Enumerable.Repeat((string[])["-map", "0:v"], 33).SelectMany(map => map), "-c", "copy", _folder["many.mp4"],
            ]
        );

        await AssertRefusedAsync("many.mp4", "it has 33 tracks of sound, subtitles and others, and 32 are the most.");
    }

    [Fact(Timeout = Patience)]
    public async Task Tags_LongerThanAnybodyReads_AreNone()
    {
        await File.WriteAllTextAsync(_folder["tags"], $";FFMETADATA1\ncomment={new string('a', 5_000_000)}\n", Token);
        await VideoFiles.MakeAsync(_folder["one.mp4"], frames: 1);
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-i", _folder["one.mp4"], "-i", _folder["tags"], "-map_metadata", "1", "-c", "copy",
                _folder["long.mp4"],
            ]
        );
        var reader = new VideoReader(new ReadingOptions());

        Assert.Equal(new VideoTags("", ""), await reader.ReadTagsAsync(_folder["long.mp4"], Token));
        Assert.Equal(1, (await reader.ProbeAsync(_folder["long.mp4"], Token)).Frames);
    }

    [Fact(Timeout = Patience)]
    public async Task Ffmpeg_WorksWithinLimits()
    {
        await VideoFiles.MakeAsync(_folder["clip.mp4"]);
        using var ffmpeg = new FakeFfmpeg($"ulimit -a > {_folder["limits"]}; exit 1");
        var reader = new VideoReader(ffmpeg.ForReading(TimeSpan.FromSeconds(20)));

        await Assert.ThrowsAsync<MediaException>(() =>
            reader.ReadClipAsync(_folder["clip.mp4"], new FrameSampling(1, 24, 12), null, 96, 64, Token)
        );

        string limits = await File.ReadAllTextAsync(_folder["limits"], Token);
        Assert.Matches(@"vmemory\(kbytes\) +1049344\n", limits);        // 1 GiB, and 128 bytes for each of 96 x 64 pixels
        Assert.Matches(@"time\(seconds\) +600\n", limits);
        Assert.Matches(@"file\(blocks\) +976562\n", limits);           // of 512 bytes: 500 MB
        Assert.Matches(@"coredump\(blocks\) +0\n", limits);
    }

    [Fact(Timeout = Patience)]
    public async Task Ffmpeg_IsToldWhatItMayOpen_AndAsWhat()
    {
        await VideoFiles.MakeAsync(_folder["clip.mp4"]);
        using var ffmpeg = new FakeFfmpeg($"echo \"$@\" > {_folder["arguments"]}; exit 1");
        var reader = new VideoReader(ffmpeg.ForReading(TimeSpan.FromSeconds(20)));

        await Assert.ThrowsAsync<MediaException>(() =>
            reader.ReadClipAsync(_folder["clip.mp4"], new FrameSampling(1, 24, 12), null, 96, 64, Token)
        );

        string arguments = await File.ReadAllTextAsync(_folder["arguments"], Token);
        Assert.Contains(" -protocol_whitelist file ", arguments, StringComparison.Ordinal);
        Assert.Contains(" -max_pixels 36000000 ", arguments, StringComparison.Ordinal);
        Assert.Matches(" -f mov .*file:clip\\.mp4 ", arguments);
    }

    public void Dispose() => _folder.Dispose();

    private async Task AssertRefusedAsync(string name, string reason)
    {
        var reader = new VideoReader(new ReadingOptions());
        var e = await Assert.ThrowsAsync<MediaException>(() => reader.ProbeAsync(_folder[name], Token));

        Assert.StartsWith($"Cannot read {name}: {reason}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullPath, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        var again = await Assert.ThrowsAsync<MediaException>(() =>
            reader.ReadClipAsync(_folder[name], new FrameSampling(1, 1, 1), null, 96, 64, Token)
        );
        Assert.Equal(e.Message, again.Message);
    }
}
