using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Files that belong together are there together, or not at all.</summary>
public sealed class VideoFileTests : IDisposable
{
    private const int Patience = 120_000;
    private readonly TemporaryFolder _folder = new();
    private readonly VideoWriter _writer = new(new EncodingOptions { Preset = "ultrafast" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task PublishAllAsync_UntilThen_NothingHasItsName()
    {
        await using (var video = await StartAsync("a.mp4", frames: 4))
        {
            await using var poster = _writer.CreatePoster(_folder["a.jpg"], Token);
            await poster.WriteAsync(Clip.Flat(1, 2, 3));
            await video.FinishAsync();
            Assert.All(_folder.Names, name => Assert.StartsWith(".", name, StringComparison.Ordinal));

            await VideoFile.PublishAllAsync(video, null, poster);
            Assert.Equal(new VideoInfo(96, 64, 4, 8), video.Info);
        }

        Assert.Equal(["a.jpg", "a.mp4"], _folder.Names.Order());
        Assert.Equal("4", (await Programs.ProbeAsync(_folder["a.mp4"])).GetProperty("nb_read_frames").GetString());
    }

    [Fact(Timeout = Patience)]
    public async Task PublishAllAsync_OneHasNoFrames_NoneIsThere()
    {
        await using (var first = await StartAsync("a.mp4", frames: 2))
        {
            await using var second = _writer.Create(_folder["b.mp4"], 8, cancel: Token);

            var e = await Assert.ThrowsAsync<MediaException>(() => VideoFile.PublishAllAsync(first, second));
            Assert.Equal($"Cannot write {_folder["b.mp4"]}: there is no frame to write.", e.Message);
        }

        Assert.Empty(_folder.Names);
    }

    [Fact(Timeout = Patience)]
    public async Task PublishAllAsync_OneNameIsTakenByAFolderMeanwhile_NoneIsThere_AndAnOlderOneStays()
    {
        await File.WriteAllTextAsync(_folder["a.mp4"], "older", Token);
        await using (var first = await StartAsync("a.mp4", frames: 2))
        {
            await using var second = await StartAsync("b.mp4", frames: 2);
            Directory.CreateDirectory(_folder["b.mp4"]);

            await Assert.ThrowsAsync<CogSpaceException>(() => VideoFile.PublishAllAsync(first, second));
        }

        Assert.Equal(["a.mp4", "b.mp4"], _folder.Names.Order());
        Assert.Equal("older", await File.ReadAllTextAsync(_folder["a.mp4"], Token));
    }

    [Fact(Timeout = Patience)]
    public async Task DisposeAsync_Unpublished_LeavesNothing()
    {
        await using (await StartAsync("a.mp4", frames: 3))
        {
        }

        Assert.Empty(_folder.Names);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<VideoFile> StartAsync(string name, int frames)
    {
        var file = _writer.Create(_folder[name], 8, cancel: Token);
        await foreach (var frame in Clip.Fading(frames))
            await file.WriteAsync(frame);
        return file;
    }
}
