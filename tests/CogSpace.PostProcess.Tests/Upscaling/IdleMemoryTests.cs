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
    public void Flush_GivesTheNetworksMemoryBack()
    {
        Upscale();
        long before = Resident();
        long during = Upscale();
        long after = Resident();

        Assert.True(during - before > 60 * Megabyte, $"while it computed there were only {(during - before) / Megabyte} MB more");
        Assert.InRange(after - before, long.MinValue, (during - before) / 2);
    }

    // What there was when a frame was done and the clip not yet at its end.
    private long Upscale()
    {
        var upscaler = new RealEsrganUpscaler(
            TinyNetworks.Upscaling, TinyNetworks.Options(_cache), new UpscalingOptions { Tile = Width });
        using var filter = upscaler.Open(Scenes.Info(1, Width, Height));
        filter.Push(Clip.Flat(200, 100, 50, Width, Height), TestContext.Current.CancellationToken);
        long during = Resident();
        filter.Flush(TestContext.Current.CancellationToken);
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
