using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Each ends in one clear exception, leaves the older file alone and leaves nothing else behind.</summary>
[SupportedOSPlatform("linux")]
public sealed class VideoConverterFailureTests : IDisposable
{
    private const int Patience = 120_000;
    private readonly OlderVideo _older = new();
    private readonly TemporaryFolder _source = new();

    public static TheoryData<VideoFormat> Forms => [.. Enum.GetValues<VideoFormat>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience), MemberData(nameof(Forms))]
    public async Task NoSuchVideo(VideoFormat form)
    {
        var e = await Assert.ThrowsAsync<MediaException>(() =>
            new VideoConverter(new EncodingOptions()).ConvertAsync(_source["none.mp4"], form, _older.Path, Token)
        );

        Assert.Equal("Cannot read none.mp4: there is no such file.", e.Message);
        _older.AssertUntouched();
    }

    [Theory(Timeout = Patience), MemberData(nameof(Forms))]
    public async Task NotAVideo(VideoFormat form)
    {
        await File.WriteAllTextAsync(_source["a.mp4"], "a letter", Token);

        await FailAsync(new EncodingOptions(), form, "FFmpeg failed. FFmpeg said: ");
    }

    [Theory(Timeout = Patience), MemberData(nameof(Forms))]
    public async Task DiskIsFull(VideoFormat form)
    {
        await MakeAsync();
        using var ffmpeg = new FakeFfmpeg("""echo "av_interleaved_write_frame(): No space left on device" >&2; exit 1""");

        await FailAsync(
            ffmpeg.Options(), form, "the disk is full. FFmpeg said: av_interleaved_write_frame(): No space left on device");
    }

    [Theory(Timeout = Patience), MemberData(nameof(Forms))]
    public async Task DiskIsFull_OfTheRealProgram(VideoFormat form)
    {
        await MakeAsync();
        // The name that it is told to write leads to a device that is always full.
        using var ffmpeg = new FakeFfmpeg("""
            for name; do case $name in *.part) ln -sf /dev/full "$name";; esac; done
            exec "$real" "$@"
            """);

        await FailAsync(ffmpeg.Options(), form, "the disk is full.");
    }

    [Theory(Timeout = Patience), MemberData(nameof(Forms))]
    public async Task FfmpegDiesInTheMiddle(VideoFormat form)
    {
        await MakeAsync();
        using var ffmpeg = new FakeFfmpeg("""
            "$real" -re "$@" & sleep 0.5
            kill -9 $!; echo killed >&2; exit 137
            """);

        await FailAsync(ffmpeg.Options(), form, "FFmpeg failed. FFmpeg said: killed");
    }

    [Fact(Timeout = Patience)]
    public async Task FfmpegDiesInTheSecondPassOfAGif()
    {
        await MakeAsync();
        using var ffmpeg = new FakeFfmpeg(
            """case "$*" in *paletteuse*) echo killed >&2; kill -9 $$;; esac; exec "$real" "$@" """
        );

        await FailAsync(ffmpeg.Options(), VideoFormat.Gif, "FFmpeg failed. FFmpeg said: killed");
    }

    [Theory(Timeout = Patience), MemberData(nameof(Forms))]
    public async Task SuccessWithoutAFile(VideoFormat form)
    {
        await MakeAsync();
        using var ffmpeg = new FakeFfmpeg("exit 0");

        await FailAsync(ffmpeg.Options(), form, "FFmpeg failed.");
    }

    [Theory(Timeout = Patience), MemberData(nameof(Forms))]
    public async Task TooSlow(VideoFormat form)
    {
        await MakeAsync();
        using var ffmpeg = new FakeFfmpeg("""echo waiting >&2; touch "$ready"; exec sleep 100""");

        await FailTooSlowAsync(ffmpeg, form, "FFmpeg needed more than 3 seconds. FFmpeg said: waiting");
    }

    [Fact(Timeout = Patience)]
    public async Task TooSlow_AndNoLongerListening()
    {
        await MakeAsync();
        // as a program that is ending: it cannot be told to
        using var ffmpeg = new FakeFfmpeg("""exec 0<&-; touch "$ready"; exec sleep 1""");

        await FailTooSlowAsync(ffmpeg, VideoFormat.WebM, "FFmpeg needed more than 3 seconds.");
    }

    [Theory(Timeout = Patience), MemberData(nameof(Forms))]
    public async Task Cancelled(VideoFormat form)
    {
        await MakeAsync();
        using var ffmpeg = new FakeFfmpeg("""exec "$real" -re "$@" """);     // as slowly as the video plays
        using var cancellation = new CancellationTokenSource();

        var converting = new VideoConverter(ffmpeg.Options()).ConvertAsync(
            _source["a.mp4"], form, _older.Path, cancellation.Token);
        await ffmpeg.CancelOnceItRunsAsync(cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => converting);
        Assert.False(ffmpeg.IsRunning);
        _older.AssertUntouched();
    }

    [Theory(Timeout = Patience)]
    [InlineData("missing/a.gif", "there is no folder")]
    [InlineData("", "it is a folder")]
    public async Task ImpossiblePlace(string place, string why)
    {
        await MakeAsync();
        var e = await Assert.ThrowsAsync<CogSpaceException>(() =>
            new VideoConverter(new EncodingOptions()).ConvertAsync(
                _source["a.mp4"], VideoFormat.Gif, Path.Combine(_older.Folder.FullPath, place), Token)
        );

        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        _older.AssertUntouched();
    }

    public void Dispose()
    {
        _older.Dispose();
        _source.Dispose();
    }

    private Task MakeAsync() =>
        new VideoWriter(new EncodingOptions { Preset = "ultrafast" }).WriteAsync(
            Clip.Moving(40, 96, 64), 8, _source["a.mp4"], Token);

    private async Task FailTooSlowAsync(FakeFfmpeg ffmpeg, VideoFormat form, string says)
    {
        var clock = new FakeTimeProvider();
        var failing = FailAsync(ffmpeg.Options(TimeSpan.FromSeconds(3)), form, says, clock);
        await FakeFfmpeg.OutlastAsync(clock, failing, () => ffmpeg.IsReady);
        await failing;
        Assert.False(ffmpeg.IsRunning);
    }

    private async Task FailAsync(EncodingOptions options, VideoFormat form, string says, TimeProvider? time = null)
    {
        var converter = new VideoConverter(options) { Time = time ?? TimeProvider.System };
        var e = await Assert.ThrowsAnyAsync<CogSpaceException>(() =>
            converter.ConvertAsync(_source["a.mp4"], form, _older.Path, Token)
        );

        Assert.StartsWith($"Cannot write {_older.Path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        _older.AssertUntouched();
    }
}
