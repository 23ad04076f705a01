using System.Text.Json;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Files with several tracks of sound, with subtitles, and with things that an MP4 cannot hold.</summary>
public sealed class TrackTests : IDisposable
{
    private const string Srt = "1\n00:00:00,500 --> 00:00:01,000\nHello there\n\n2\n00:00:01,200 --> 00:00:01,700\nGood bye\n";

    private static readonly string[] Picture = ["-f", "lavfi", "-i", "testsrc2=s=96x64:r=8:d=2"];

    private static readonly string[] Sound = ["-map", "1:a"];

    private readonly TemporaryFolder _folder = new();
    private readonly VideoReader _reader = new(new ReadingOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FieldFile_KeepsBothSoundsAndTheSubtitles()
    {
        var (streams, notes) = await CopyAsync(FieldFiles.Path("tracks.mkv"));

        Assert.Equal(["video", "audio", "audio", "subtitle"], streams.Select(stream => Text(stream, "codec_type")));
        Assert.Equal(["eng", "ger"], streams.Skip(1).Take(2).Select(Language));
        Assert.Equal([0, 1], streams.Skip(1).Take(2).Select(IsDefault));
        Assert.Equal("mov_text", Text(streams[3], "codec_name"));
        Assert.Empty(notes);
        Assert.Equal(await SubtitlesAsync(FieldFiles.Path("tracks.mkv")), await SubtitlesAsync(_folder["out.mp4"]));
    }

    [Theory]
    [InlineData("in.mp4", "aac", "mov_text")]
    [InlineData("in.mov", "pcm_s16le", "mov_text")]
    [InlineData("in.mkv", "libvorbis", "subrip")]
    [InlineData("in.webm", "libopus", "webvtt")]
    public async Task ThreeSounds_KeepLanguageAndDefault(string name, string sound, string subtitles)
    {
        await MakeAsync(name, sound, subtitles);

        var (streams, notes) = await CopyAsync(_folder[name]);

        var sounds = streams.Where(stream => Text(stream, "codec_type") == "audio").ToList();
        Assert.Equal(["fra", "eng", "jpn"], sounds.Select(Language));
        Assert.Equal([0, 0, 1], sounds.Select(IsDefault));
        Assert.Equal("fra", Language(Assert.Single(streams, stream => Text(stream, "codec_type") == "subtitle")));
        string heard = await SubtitlesAsync(_folder["out.mp4"]);
        // The file begins with a little sound that is not to be heard, and picture and subtitles are that much later.
        Assert.Matches(@"00:00:00,5[01]\d --> 00:00:01,0[01]\d\nHello there", heard);
        Assert.Matches(@"00:00:01,2[01]\d --> 00:00:01,7[01]\d\nGood bye", heard);
        Assert.Empty(notes);
    }

    [Fact]
    public async Task SubtitlesWithStyle_BecomePlainText_AndItIsSaid()
    {
        await MakeAsync("in.mkv", "aac", "ass");

        var (_, notes) = await CopyAsync(_folder["in.mkv"]);

        Assert.Equal(
            "The subtitles were kept as plain text: an MP4 cannot hold their fonts, colours and places.", Assert.Single(notes));
        Assert.Contains("Hello there", await SubtitlesAsync(_folder["out.mp4"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubtitlesWithoutSound_AreKept()
    {
        await File.WriteAllTextAsync(_folder["in.srt"], Srt, Token);
        await Programs.RunAsync(
            "ffmpeg",
            ["-v", "error", .. Picture, "-i", _folder["in.srt"], "-c:v", "libx264", "-c:s", "subrip", _folder["in.mkv"]]);

        var (streams, _) = await CopyAsync(_folder["in.mkv"]);

        Assert.Equal(["video", "subtitle"], streams.Select(stream => Text(stream, "codec_type")));
    }

    [Fact]
    public async Task WhatAnMp4CannotHold_IsNamed()
    {
        await File.WriteAllTextAsync(_folder["note.txt"], "a note", Token);
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", .. Picture, "-f", "lavfi", "-i", "color=s=64x64:d=2:r=8", "-map", "0", "-map", "1", "-c:v",
                "libx264", "-attach", _folder["note.txt"], "-metadata:s:t", "mimetype=text/plain", _folder["in.mkv"],
            ]
        );

        using var tracks = await _reader.ReadSideTracksAsync(_folder["in.mkv"], 0, 2, Token);

        Assert.False(tracks!.HasSound);
        Assert.Equal(
            "An MP4 cannot hold everything that is in the video's file. Left out: a second picture, an attached file.",
            Assert.Single(tracks.Notes));
    }

    [Fact]
    public async Task ThirtyThreeTracks_AreRefused()
    {
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", .. Picture, "-f", "lavfi", "-i", "sine=d=1", "-map", "0:v",
                .. Enumerable.Repeat(Sound, 32).SelectMany(map => map), "-c:a", "aac", _folder["in.mp4"],
            ]
        );

        var e = await Assert.ThrowsAsync<MediaException>(() => _reader.ProbeAsync(_folder["in.mp4"], Token));

        Assert.Equal("Cannot read in.mp4: it has 33 tracks of sound, subtitles and others, and 32 are the most.", e.Message);
    }

    [Fact]
    public async Task TimesThatContradictEachOther_AreRefused()
    {
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", .. Picture, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-bsf:v",
                "setts=ts='if(lt(N,8),0,PTS)'", _folder["in.mkv"],
            ]
        );

        var e = await Assert.ThrowsAsync<MediaException>(() => _reader.ProbeAsync(_folder["in.mkv"], Token));

        Assert.StartsWith("Cannot read in.mkv: its times contradict each other: ", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(JsonElement stream, string name) => stream.GetProperty(name).GetString()!;

    private static string Language(JsonElement stream) => Text(stream.GetProperty("tags"), "language");

    private static int IsDefault(JsonElement stream) => stream.GetProperty("disposition").GetProperty("default").GetInt32();

    private static async Task<string> SubtitlesAsync(string path) =>
        System.Text.Encoding.UTF8.GetString(
            await Programs.RunAsync("ffmpeg", "-v", "error", "-i", path, "-map", "0:s:0", "-f", "srt", "-"));

    // A French, an English and a Japanese sound, of which players choose the last.
    private async Task MakeAsync(string name, string sound, string subtitles)
    {
        await File.WriteAllTextAsync(_folder["in.srt"], Srt, Token);
        string picture = name.EndsWith("webm", StringComparison.Ordinal) ? "libvpx-vp9" : "libx264";
        string[] tone = ["-f", "lavfi", "-i", "sine=d=2:sample_rate=48000"];
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", .. Picture, .. tone, .. tone, .. tone, "-i", _folder["in.srt"], "-map", "0", "-map", "1",
                "-map", "2", "-map", "3", "-map", "4", "-c:v", picture, "-c:a", sound, "-c:s", subtitles, "-pix_fmt",
                "yuv420p", "-metadata:s:a:0", "language=fra", "-metadata:s:a:1", "language=eng", "-metadata:s:a:2",
                "language=jpn", "-metadata:s:s:0", "language=fra", "-disposition:a:0", "0", "-disposition:a:1", "0",
                "-disposition:a:2", "default", _folder[name],
            ]
        );
    }

    private async Task<(IReadOnlyList<JsonElement> Streams, IReadOnlyList<string> Notes)> CopyAsync(string path)
    {
        using var tracks = await _reader.ReadSideTracksAsync(path, 0, 2, Token);
        await new VideoWriter(new EncodingOptions()).WriteAsync(
            Clip.Fading(16), 8, _folder["out.mp4"], tags: null, tracks, Token);
        return ((await Programs.ProbeAllAsync(_folder["out.mp4"])).Streams, tracks!.Notes);
    }
}
