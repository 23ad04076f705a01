using CogSpace.PostProcess.Tests.Media;
using CogSpace.PostProcess.Tests.Networks;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.PostProcess.Tests.Upscaling;

/// <summary>
/// Memory that a network took is given back after the last frame. Alone in the process, because the process's memory is
/// measured.
/// </summary>
[Collection(nameof(IdleMemoryTests))]
public sealed class IdleMemoryTests : IDisposable
{
    private const int Width = 640, Height = 480;
    private const long Megabyte = 1 << 20;

    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Apply_AfterTheLastFrame_GivesTheNetworksMemoryBack()
    {
        await UpscaleAsync();
        long before = Resident();
        long during = await UpscaleAsync();
        long after = Resident();

        Assert.True(during - before > 60 * Megabyte, $"while it computed there were only {(during - before) / Megabyte} MB more");
        Assert.InRange(after - before, long.MinValue, (during - before) / 2);
    }

    // What there was when a frame was done and the next was not yet asked for.
    private async Task<long> UpscaleAsync()
    {
        long during = 0;
        var upscaler = new RealEsrganUpscaler(
            TinyNetworks.Upscaling, TinyNetworks.Options(_cache), new UpscalingOptions { Tile = Width });
        var frame = Clip.Flat(200, 100, 50, Width, Height);
        await foreach (
            var _ in upscaler.ApplyAsync(
                new[] { frame }.ToAsyncEnumerable(), Scenes.Info(1, Width, Height), progress: null,
                TestContext.Current.CancellationToken)
        )
            during = Resident();
        return during;
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }

    [CollectionDefinition(nameof(IdleMemoryTests), DisableParallelization = true)]
    public sealed class Alone;
}
