using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>A video's sound and subtitles beside new frames.</summary>
[SupportedOSPlatform("linux")]
public sealed class SideTracksTests : IDisposable
{
    private const int Patience = 120_000;
    private readonly TemporaryFolder _folder = new();
    private readonly VideoReader _reader = new(new ReadingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData("a.mp4", "aac", "aac")]
    [InlineData("a.mp4", "libmp3lame", "mp3")]
    [InlineData("a.webm", "libopus", "opus")]
    [InlineData("a.webm", "libvorbis", "aac")]
    [InlineData("a.mkv", "pcm_s16le", "aac")]
    public async Task Sound_IsKeptAsItIs_WhereAnMp4CanHaveIt(string name, string encoder, string expected)
    {
        await MakeAsync(name, encoder);
        using (var sound = await _reader.ReadSideTracksAsync(_folder[name], 0, 2, Token))
            await new VideoWriter(new EncodingOptions()).WriteAsync(
                Clip.Fading(16), 8, _folder["b.mp4"], new VideoTags("t", "c", "d"), sound, Token);

        var (streams, format) = await Programs.ProbeAllAsync(_folder["b.mp4"]);
        Assert.Equal(["h264", expected], streams.Select(stream => Says(stream, "codec_name")));
        Assert.Equal("16", Says(streams[0], "nb_read_frames"));
        Assert.InRange(Seconds(streams[1]), 1.95, 2.03);
        Assert.InRange(Seconds(format), 1.99, 2.03);
        Assert.Equal(("t", "c", "d"), (Tag(format, "title"), Tag(format, "comment"), Tag(format, "description")));
        Assert.Equal([name, "b.mp4"], _folder.Names.Order());
    }

    [Fact(Timeout = Patience)]
    public async Task Sound_CopiedPackets_AreTheSame()
    {
        await MakeAsync("a.mp4", "aac");
        using (var sound = await _reader.ReadSideTracksAsync(_folder["a.mp4"], 0, 100, Token))
            await new VideoWriter(new EncodingOptions()).WriteAsync(
                Clip.Fading(24), 8, _folder["b.mp4"], tags: null, sound, Token);

        Assert.Equal(await PacketsAsync("a.mp4"), await PacketsAsync("b.mp4"));
    }

    [Fact(Timeout = Patience)]
    public async Task Sound_FromTheMiddle_BeginsThere()
    {
        // Silence for a second, and then a tone.
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=8:duration=3", "-f", "lavfi", "-i",
            "sine=frequency=440:duration=3", "-af", "volume=0:enable='lt(t,1)'", "-pix_fmt", "yuv420p", "-c:a", "aac",
            _folder["a.mp4"]);
        using (var sound = await _reader.ReadSideTracksAsync(_folder["a.mp4"], 0.5, 1, Token))
            await new VideoWriter(new EncodingOptions()).WriteAsync(
                Clip.Fading(8), 8, _folder["b.mp4"], tags: null, sound, Token);

        byte[] pcm = await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-i", _folder["b.mp4"], "-map", "0:a", "-f", "s16le", "-ar", "8000", "-ac", "1", "-");
        short[] samples = [.. Enumerable.Range(0, pcm.Length / 2).Select(i => BitConverter.ToInt16(pcm, 2 * i))];
        int first = Array.FindIndex(samples, sample => Math.Abs((int)sample) > 500);
        Assert.InRange(first / 8000.0, 0.45, 0.55);
    }

    [Fact(Timeout = Patience)]
    public async Task NoSound_IsNone()
    {
        await new VideoWriter(new EncodingOptions()).WriteAsync(Clip.Fading(8), 8, _folder["a.mp4"], Token);

        Assert.Equal((false, false), await _reader.FindSideTracksAsync(_folder["a.mp4"], Token));
        Assert.Null(await _reader.ReadSideTracksAsync(_folder["a.mp4"], 0, 1, Token));
    }

    [Fact(Timeout = Patience)]
    public async Task FfmpegFails_OneSentence_AndNothingIsLeft()
    {
        await MakeAsync("a.mp4", "aac");
        using var ffmpeg = new FakeFfmpeg($"""
            for last; do :; done
            echo "$last" > {_folder["target"]}
            echo no such sound >&2
            exit 1
            """);

        var e = await Assert.ThrowsAsync<MediaException>(() =>
            new VideoReader(ffmpeg.ForReading()).ReadSideTracksAsync(_folder["a.mp4"], 0, 1, Token)
        );

        Assert.Equal("Cannot read a.mp4: its sound is damaged. FFmpeg said: no such sound.", e.Message);
        string target = (await File.ReadAllTextAsync(_folder["target"], Token)).Trim();
        Assert.StartsWith($"file:{Path.GetTempPath()}", target, StringComparison.Ordinal);
        Assert.False(File.Exists(target["file:".Length..]));
    }

    public void Dispose() => _folder.Dispose();

    private static string Says(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static double Seconds(JsonElement element) => double.Parse(Says(element, "duration"), CultureInfo.InvariantCulture);

    private static string Tag(JsonElement format, string name) => Says(format.GetProperty("tags"), name);

    private Task<byte[]> MakeAsync(string name, string encoder) =>
        Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=8:duration=3", "-f", "lavfi", "-i",
            "sine=frequency=440:duration=3:sample_rate=48000", "-pix_fmt", "yuv420p", "-c:a", encoder, _folder[name]);

    private async Task<string> PacketsAsync(string name) =>
        System.Text.Encoding.ASCII.GetString(
            await Programs.RunAsync(
                "ffprobe", "-v", "error", "-select_streams", "a:0", "-show_packets", "-show_data_hash", "md5",
                "-show_entries", "packet=data_hash", "-of", "csv=p=0", _folder[name])
        );
}
