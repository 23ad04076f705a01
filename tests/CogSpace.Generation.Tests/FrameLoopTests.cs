using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation.Tests;

/// <summary>What frames go through, and two files of the same frames: both are there at the end, or neither.</summary>
[SupportedOSPlatform("linux")]
public sealed class FrameLoopTests : IDisposable
{
    private const int Patience = 60_000;
    private static readonly VideoTags Tags = new("title", "comment");
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Patience)]
    public async Task Both_AreWritten()
    {
        await WriteAsync(Frames(20), _folder["first.mp4"], _folder["second.mp4"], Cancel);

        foreach (string name in new[] { "first.mp4", "second.mp4" })
            Assert.Equal("20", (await Programs.ProbeAsync(_folder[name])).GetProperty("nb_read_frames").GetString());
        Assert.Equal(["first.mp4", "second.mp4"], _folder.Names.Order());
    }

    [Fact(Timeout = Patience)]
    public async Task NoSecond_LetsFramesThrough()
    {
        await WriteAsync(Frames(3), _folder["first.mp4"], second: null, Cancel);

        Assert.Equal(["first.mp4"], _folder.Names);
    }

    [Theory(Timeout = Patience)]
    [InlineData(0)]
    [InlineData(7)]
    public async Task FramesFail_NeitherIsThere(int after)
    {
        var failure = new InvalidOperationException("out of tensors");

        Assert.Same(
            failure,
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                WriteAsync(Frames(after, failure), _folder["first.mp4"], _folder["second.mp4"], Cancel)
            )
        );
        Assert.Empty(_folder.Names);
    }

    [Fact(Timeout = Patience)]
    public async Task TheSecondFails_NeitherIsThere_AndItsReasonIsTold()
    {
        var e = await Assert.ThrowsAsync<CogSpaceException>(() =>
            WriteAsync(Frames(30), _folder["first.mp4"], _folder["missing/second.mp4"], Cancel)
        );

        Assert.Contains("there is no folder", e.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact(Timeout = Patience)]
    public async Task TheSecondsFfmpegDies_NeitherIsThere()
    {
        string programs = Script("""cat > /dev/null & sleep 0.3; echo killed >&2; kill -9 $$""");

        var e = await Assert.ThrowsAsync<MediaException>(() =>
            WriteAsync(Frames(1000), _folder["first.mp4"], _folder["second.mp4"], Cancel, programs)
        );

        Assert.Contains("FFmpeg failed. FFmpeg said: killed", e.Message, StringComparison.Ordinal);
        Assert.Equal(["programs"], _folder.Names);
    }

    [Fact(Timeout = Patience)]
    public async Task TheFirstFails_NeitherIsThere_AndAnOlderOneStays()
    {
        await File.WriteAllTextAsync(_folder["second.mp4"], "older", Cancel);

        await Assert.ThrowsAsync<CogSpaceException>(() =>
            WriteAsync(Frames(10), _folder["missing/first.mp4"], _folder["second.mp4"], Cancel)
        );
        Assert.Equal(["second.mp4"], _folder.Names);
        Assert.Equal("older", await File.ReadAllTextAsync(_folder["second.mp4"], Cancel));
    }

    [Fact(Timeout = Patience)]
    public async Task TheSecondIsSlow_TheFirstWaits_InsteadOfKeepingFrames()
    {
        string programs = Script("exec sleep 100");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        int asked = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            WriteAsync(
                Frames(100, each: _ => Asked()), _folder["first.mp4"], _folder["second.mp4"], stop.Token, programs));

        Assert.InRange(asked, 1, 4);        // one waits, one is held out to FFmpeg, one is on its way
        Assert.Equal(["programs"], _folder.Names);

        void Asked()
        {
            if (++asked == 1)
                stop.CancelAfter(2000);
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FfmpegDies_WhileAFrameIsBeingMade_EndsTheFrames(bool isFirst)
    {
        string programs = Script("""cat > /dev/null & sleep 0.3; echo killed >&2; kill -9 $$""");
        await using var dying = Writer(programs).Create(_folder["dying.mp4"], 8, Tags, cancel: Cancel);
        await using var other = Writer().Create(_folder["other.mp4"], 8, Tags, cancel: Cancel);
        var (video, before) = isFirst ? (dying, other) : (other, dying);
        bool isEnded = false;

        var e = await Assert.ThrowsAsync<MediaException>(() => Loop(before).RunAsync(Stuck(() => isEnded = true), video, Cancel));

        Assert.StartsWith($"Cannot write {_folder["dying.mp4"]}: FFmpeg failed.", e.Message, StringComparison.Ordinal);
        Assert.True(isEnded);
    }

    [Fact(Timeout = Patience)]
    public async Task Frames_AreSeenTimedAndFiltered_AndThePosterIsTheOneAsked()
    {
        var (seen, filter) = (new List<Frame>(), new Doubling());
        await using (var video = Writer().Create(_folder["video.mp4"], 16, cancel: Cancel))
        {
            await using var before = Writer().Create(_folder["before.mp4"], 8, cancel: Cancel);
            await using var poster = Writer().CreatePoster(_folder["poster.jpg"], Cancel);
            var loop = new FrameLoop(GenerationStage.Decoding, new StageTimings(next: null))
            {
                FramesPerSecond = 8,
                Seen = seen.Add,
                Before = before,
                Filter = filter,
                Poster = poster,
                PosterIndex = 3,
            };

            await loop.RunAsync(Frames(5), video, Cancel);
            await VideoFile.PublishAllAsync(video, before, poster);

            Assert.Equal(new VideoInfo(96, 64, 10, 16), video.Info);
            Assert.Equal(new VideoInfo(96, 64, 5, 8), before.Info);
            Assert.Equal(new VideoInfo(96, 64, 1, 1), poster.Info);
        }

        Assert.Equal([0, 0.125, 0.25, 0.375, 0.5], seen.Select(frame => frame.Time.TotalSeconds));
        Assert.True(filter.IsFlushed);
        byte[] shown = await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-i", _folder["poster.jpg"], "-f", "rawvideo", "-pix_fmt", "gray", "-");
        Assert.All(shown, value => Assert.InRange(value, 148, 152));        // the second frame, for the second time
        Assert.Equal(["before.mp4", "poster.jpg", "video.mp4"], _folder.Names.Order());
    }

    [Fact(Timeout = Patience)]
    public async Task OddFrames_AreWrittenAtAnEvenSize()
    {
        var frame = new Frame(3, 5, [.. Enumerable.Repeat((byte)99, 3 * 5 * Frame.Channels)]);
        await using var video = Writer().Create(_folder["video.mp4"], 8, cancel: Cancel);

        await Loop(before: null).RunAsync(new[] { frame }.ToAsyncEnumerable(), video, Cancel);

        Assert.Equal(new VideoInfo(4, 6, 1, 8), video.Info);
    }

    [Fact(Timeout = Patience)]
    public async Task Cancelled_NeitherIsThere()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteAsync(Frames(1000, each: i =>
        {
            if (i == 20)
                stop.Cancel();
        }), _folder["first.mp4"], _folder["second.mp4"], stop.Token));
        Assert.Empty(_folder.Names);
    }

    private static VideoWriter Writer(string? programs = null) =>
        new(new EncodingOptions { Preset = "ultrafast", FfmpegFolder = programs });

    private static async Task WriteAsync(
        IAsyncEnumerable<Frame> frames, string first, string? second, CancellationToken cancel, string? programs = null)
    {
        await using var video = Writer().Create(first, 8, Tags, cancel: cancel);
        await using var before = second is null ? null : Writer(programs).Create(second, 8, Tags, cancel: cancel);
        await Loop(before).RunAsync(frames, video, cancel);
        await VideoFile.PublishAllAsync(video, before);
    }

    private static FrameLoop Loop(VideoFile? before) =>
        new(GenerationStage.Decoding, new StageTimings(next: null)) { Before = before };

    private static async IAsyncEnumerable<Frame> Stuck(
        Action ended, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        yield return new Frame(96, 64, new byte[96 * 64 * Frame.Channels]);
        try
        {
            await Task.Delay(Timeout.Infinite, cancel);
        }
        finally
        {
            ended();
        }
    }

    private static async IAsyncEnumerable<Frame> Frames(
        int count, Exception? failure = null, Action<int>? each = null,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        for (int i = 0; i < count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            each?.Invoke(i);
            byte[] pixels = new byte[96 * 64 * Frame.Channels];
            Array.Fill(pixels, (byte)i);
            yield return new Frame(96, 64, pixels);
            await Task.Yield();
        }

        if (failure is not null)
            throw failure;
    }

    private string Script(string script)
    {
        string folder = Directory.CreateDirectory(_folder["programs"]).FullName;
        ScriptFile.Write(Path.Combine(folder, "ffmpeg"), $"#!/bin/sh\n[ \"$1\" = -version ] && exit 0\n{script}\n");
        return folder;
    }

    // Every frame twice and 100 lighter, one frame late.
    private sealed class Doubling : IFrameFilter
    {
        private Frame? _last;

        public bool IsFlushed { get; private set; }

        public IReadOnlyList<Frame> Push(Frame frame, CancellationToken cancel = default)
        {
            var finished = Twice(_last);
            _last = new Frame(frame.Width, frame.Height, [.. frame.Pixels.ToArray().Select(value => (byte)(50 * value + 100))]);
            return finished;
        }

        public IReadOnlyList<Frame> Flush(CancellationToken cancel = default)
        {
            IsFlushed = true;
            return Twice(_last);
        }

        public void Dispose()
        {
        }

        private static Frame[] Twice(Frame? frame) => frame is null ? [] : [frame, frame];
    }
}
