using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Counts what the whole process allocates.</summary>
[Collection(OneByOne.Name)]
public sealed class VideoReaderMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_IsThatOfOnePicture()
    {
        await VideoFiles.MakeLargeAsync(_folder["a.mp4"], 200);
        var reader = new VideoReader(new ReadingOptions());
        await reader.ProbeAsync(_folder["a.mp4"], Token); // what is loaded once is loaded

        long before = GC.GetTotalAllocatedBytes(precise: true);
        var clip = await reader.ReadClipAsync(_folder["a.mp4"], new FrameSampling(4, 49, 6.25), Crop.Centred, 96, 64, Token);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{allocated / 1e6:0.0} MB were allocated in all; 200 pictures are {200 * 1920 * 1080 * 3 / 1e6:0} MB.");
        Assert.Equal(49, clip.Frames.Count);
        Assert.InRange(allocated, 0, 3 * 1920 * 1080 * Frame.Channels);
    }

    public void Dispose() => _folder.Dispose();
}
