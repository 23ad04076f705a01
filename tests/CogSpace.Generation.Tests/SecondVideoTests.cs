using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation.Tests;

/// <summary>Two files of the same frames: both are there at the end, or neither.</summary>
[SupportedOSPlatform("linux")]
public sealed class SecondVideoTests : IDisposable
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
        stop.CancelAfter(2000);
        int seen = 0;
        var second = new SecondVideo(Writer(programs), _folder["second.mp4"], Tags);
        await using (second)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var frame in second.Watch(Frames(100), 8, stop.Token))
                    seen++;
            });
        }

        Assert.InRange(seen, 1, 4);        // two wait, one is held out to FFmpeg, one is on its way
        Assert.Equal(["programs"], _folder.Names);
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
        var beside = new SecondVideo(Writer(programs), second, Tags);
        await using (beside)
        {
            await Writer().WriteAsync(beside.Watch(frames, 8, cancel), 8, first, Tags, cancel);
            beside.Publish();
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
        string path = Path.Combine(folder, "ffmpeg");
        File.WriteAllText(path, $"#!/bin/sh\n[ \"$1\" = -version ] && exit 0\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
