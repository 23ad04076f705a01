using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Each ends in one clear exception, leaves the older video alone and leaves nothing else behind.</summary>
[SupportedOSPlatform("linux")]
public sealed class VideoWriterFailureTests : IDisposable
{
    private const int Patience = 120_000;
    private readonly OlderVideo _older = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task NoFrames()
    {
        var e = await FailAsync(new EncodingOptions(), AsyncEnumerable.Empty<Frame>());

        Assert.Equal($"Cannot write {_older.Path}: there is no frame to write.", e.Message);
    }

    [Theory(Timeout = Patience)]
    [InlineData(97, 64)]
    [InlineData(96, 63)]
    public async Task OddSize(int width, int height)
    {
        var e = await FailAsync(new EncodingOptions(), Clip.Fading(3, width, height));

        Assert.Contains($"even width and height, not {width} x {height}", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task SizeChanges()
    {
        var e = await FailAsync(new EncodingOptions(), Clip.Fading(3).Concat(Clip.Fading(2, 64, 96)));

        Assert.Contains("64 x 96 follows frames of 96 x 64", e.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience)]
    [InlineData(0)]
    [InlineData(-8)]
    [InlineData(1001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task ImpossibleFrameRate(double framesPerSecond)
    {
        var e = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => new VideoWriter(new EncodingOptions()).WriteAsync(Clip.Fading(3), framesPerSecond, _older.Path, Token));
        Assert.StartsWith("A video has more than 0 and at most 1000 frames per second.", e.Message, StringComparison.Ordinal);
        _older.AssertUntouched();
    }

    [Theory(Timeout = Patience)]
    [InlineData("missing/video.mp4", "there is no folder")]
    [InlineData("folder", "it is a folder")]
    [InlineData("folder/", "it is a folder")]
    [InlineData("missing/", "it is a folder")]
    [InlineData("/proc/video.mp4", "/proc/")] // nobody may make a file there
    public async Task ImpossiblePlace(string place, string why)
    {
        Directory.CreateDirectory(_older.Folder["folder"]);
        string path = Path.Combine(_older.Folder.FullPath, place);

        var e = await Assert.ThrowsAsync<CogSpaceException>(
            () => new VideoWriter(new EncodingOptions()).WriteAsync(Clip.Unasked(), 8, path, Token));

        Assert.StartsWith($"Cannot write {path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Directory.Delete(_older.Folder["folder"]);
        _older.AssertUntouched();
    }

    [Fact(Timeout = Patience)]
    public async Task NoProgramInTheFolder()
    {
        var e = await FailAsync(new EncodingOptions { FfmpegFolder = _older.Folder.FullPath }, Clip.Unasked());

        Assert.Contains(
            $"no program ffmpeg in {_older.Folder.FullPath}, the folder that Encoding:FfmpegFolder names", e.Message,
            StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience)]
    [InlineData("not a program", UnixFileMode.UserRead)]
    [InlineData("#!/no/such/interpreter\n", UnixFileMode.UserRead | UnixFileMode.UserExecute)]
    public async Task ProgramDoesNotStart(string content, UnixFileMode mode)
    {
        using var programs = new TemporaryFolder();
        await File.WriteAllTextAsync(programs["ffmpeg"], content, Token);
        File.SetUnixFileMode(programs["ffmpeg"], mode);

        var e = await FailAsync(new EncodingOptions { FfmpegFolder = programs.FullPath }, Clip.Fading(3));

        Assert.Contains($"the ffmpeg program in {programs.FullPath} does not start", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task FfmpegRefuses()
    {
        // x264 has no such thing: the real program says so.
        using var ffmpeg = new FakeFfmpeg("""exec "$real" -hide_banner -no_such_option 1 "$@" """);

        var e = await FailAsync(ffmpeg.Options(), Clip.Endless());

        Assert.Contains("FFmpeg failed. FFmpeg said: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("no_such_option", e.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience)]
    [InlineData("No space left on device", "the disk is full")]
    [InlineData("Read-only file system", "the disk is read-only")]
    [InlineData("Disk quota exceeded", "the quota of the disk is used up")]
    public async Task TheDiskTakesNoFile(string said, string means)
    {
        using var ffmpeg = new FakeFfmpeg($"""
            echo "av_interleaved_write_frame(): {said}" >&2
            echo "Error writing trailer: {said}" >&2
            exit 1
            """);

        var e = await FailAsync(ffmpeg.Options(), Clip.Endless());

        Assert.IsType<DiskException>(e);
        Assert.Equal(
            $"Cannot write {_older.Path}: {means}. FFmpeg said: av_interleaved_write_frame(): {said}"
                + $" | Error writing trailer: {said}",
            e.Message
        );
    }

    [Fact(Timeout = Patience)]
    public async Task FileGrowsTooLarge()
    {
        // A write of the real program fails.
        using var ffmpeg = new FakeFfmpeg("""trap "" XFSZ; ulimit -f 200; exec "$real" "$@" """);

        var e = await FailAsync(ffmpeg.Options(), Clip.Endless());

        Assert.Contains("File too large", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task OnlyTheLastWordsAreQuoted()
    {
        using var ffmpeg = new FakeFfmpeg("for i in $(seq 1 5000); do echo line $i >&2; done; exit 1");

        var e = await FailAsync(ffmpeg.Options(), Clip.Endless());

        Assert.EndsWith(
            " FFmpeg said: line 4996 | line 4997 | line 4998 | line 4999 | line 5000", e.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience)]
    [InlineData("exit 0")]                                                                      // has not even read the frames
    [InlineData("""exec "$real" -v error -i "$(echo "$@" | grep -o 'unix:[^ ]*')" -y /dev/null""")] // knows nothing of the format
    public async Task SuccessWithoutAVideo(string script)
    {
        using var ffmpeg = new FakeFfmpeg(script);

        var e = await FailAsync(ffmpeg.Options(), Clip.Endless());

        Assert.Contains("FFmpeg failed.", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task FfmpegDiesInTheMiddle_OfEndlessFrames()
    {
        using var ffmpeg = new FakeFfmpeg("""
            "$real" "$@" & sleep 0.5
            kill -9 $!; echo killed >&2; exit 137
            """);

        var e = await FailAsync(ffmpeg.Options(), Clip.Endless());

        Assert.Contains("FFmpeg failed. FFmpeg said: killed", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task FfmpegDiesInTheMiddle_WhileAFrameIsBeingMade()
    {
        using var ffmpeg = new FakeFfmpeg("""
            "$real" "$@" & sleep 0.5
            kill -9 $!; exit 137
            """);
        await using (var file = new VideoWriter(ffmpeg.Options()).Create(_older.Path, 8, cancel: Token))
        {
            await file.WriteAsync(Clip.Flat(1, 2, 3));

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, file.Broken));

            var e = await Assert.ThrowsAsync<MediaException>(file.FinishAsync);
            Assert.Contains("FFmpeg failed.", e.Message, StringComparison.Ordinal);
        }

        _older.AssertUntouched();
    }

    [Fact(Timeout = Patience)]
    public async Task TooSlow_NeverReads()
    {
        using var ffmpeg = new FakeFfmpeg("""echo waiting >&2; touch "$ready"; exec sleep 100""");

        var e = await FailTooSlowAsync(ffmpeg, Clip.Endless(), () => ffmpeg.IsReady);

        Assert.Equal($"Cannot write {_older.Path}: FFmpeg needed more than 2 seconds. FFmpeg said: waiting", e.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task TooSlow_ReadsTooSlowly()
    {
        using var ffmpeg = new FakeFfmpeg("""exec "$real" -re "$@" """); // as slowly as the video plays
        int asked = 0;

        await FailTooSlowAsync(ffmpeg, Clip.Endless(i => Volatile.Write(ref asked, i)), () => Volatile.Read(ref asked) > 5);
    }

    [Fact(Timeout = Patience)]
    public async Task TooSlow_NeverEnds()
    {
        using var ffmpeg = new FakeFfmpeg(""" "$real" "$@"; touch "$ready"; exec sleep 100""");

        await FailTooSlowAsync(ffmpeg, Clip.Fading(3), () => ffmpeg.IsReady);
    }

    [Fact(Timeout = Patience)]
    public async Task SlowFrames_AreNotFfmpegsFault()
    {
        var clock = new DeadlineClock();
        await new VideoWriter(new EncodingOptions { Timeout = TimeSpan.FromSeconds(4) }) { Time = clock }.WriteAsync(
            Slowly(), 8, _older.Path, Token);

        Assert.Equal("4", (await Programs.ProbeAsync(_older.Path)).GetProperty("nb_read_frames").GetString());

        // It waits for the first frame, and again after each: only then does time pass.
        async IAsyncEnumerable<Frame> Slowly()
        {
            for (int i = 0; i < 4; i++)
            {
                while (i > 0 && clock.Pauses < i + 1)
                    await Task.Delay(20, Token);
                clock.Advance(TimeSpan.FromSeconds(3));
                yield return Clip.Flat(1, 2, 3);
            }
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData(0)]
    [InlineData(3)]
    public async Task FramesFail(int after)
    {
        foreach (
            var failure in new Exception[]
            {
                new InvalidOperationException("out of tensors"),
                new IOException("frame store"),
                new OperationCanceledException("their own"),
            }
        )
        {
            using var ffmpeg = new FakeFfmpeg("""exec "$real" "$@" """);

            var e = await Assert.ThrowsAnyAsync<Exception>(
                () => new VideoWriter(ffmpeg.Options()).WriteAsync(Clip.Failing(after, failure), 8, _older.Path, Token));

            Assert.Same(failure, e);
            Assert.Equal(after > 0, ffmpeg.HasRun);
            Assert.True(after == 0 || ffmpeg.IsGone);
            _older.AssertUntouched();
        }
    }

    public void Dispose() => _older.Dispose();

    private async Task<CogSpaceException> FailTooSlowAsync(FakeFfmpeg ffmpeg, IAsyncEnumerable<Frame> frames, Func<bool> reached)
    {
        var clock = new FakeTimeProvider();
        var failing = FailAsync(ffmpeg.Options(TimeSpan.FromSeconds(2)), frames, clock);
        await FakeFfmpeg.OutlastAsync(clock, failing, reached);
        var e = await failing;
        Assert.True(ffmpeg.IsGone);
        return e;
    }

    private async Task<CogSpaceException> FailAsync(
        EncodingOptions options, IAsyncEnumerable<Frame> frames, TimeProvider? time = null)
    {
        var writer = new VideoWriter(options) { Time = time ?? TimeProvider.System };
        var e = await Assert.ThrowsAnyAsync<CogSpaceException>(() => writer.WriteAsync(frames, 8, _older.Path, Token));

        Assert.StartsWith($"Cannot write {_older.Path}: ", e.Message, StringComparison.Ordinal);
        _older.AssertUntouched();
        return e;
    }
}
