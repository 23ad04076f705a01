using CogSpace.PostProcess.Media.Resampling;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Tests.Media;
using CogSpace.PostProcess.Tests.Networks;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.PostProcess.Tests.Upscaling;

public sealed class RealEsrganUpscalerTests : IDisposable
{
    private const int Scale = 4;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Filter_OnDrawnFrames_BeatsBicubic()
    {
        Frame truth = Scenes.At(0, Scale), small = Shrink(truth);
        var larger = Upscale(small);

        double network = Scenes.Psnr(truth, larger), bicubic = Scenes.Psnr(truth, Enlarge(small, Kernel.Bicubic));
        Assert.True(network > bicubic + 1, $"{network:0.0} dB, bicubic {bicubic:0.0} dB");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 30)]     // shorter than the overlap, where the reference fails
    [InlineData(31, 40)]
    [InlineData(64, 33)]
    public void Filter_AnySize_IsFourTimesAsLarge(int width, int height)
    {
        var larger = Upscale(Clip.Flat(200, 100, 50, width, height), new UpscalingOptions { Tile = 32, Overlap = 15 });

        Assert.Equal((width * Scale, height * Scale), (larger.Width, larger.Height));
        Assert.InRange(larger.Pixels.Span[larger.Pixels.Length / 2 / 3 * 3], 180, 220);
    }

    /// <summary>
    /// A pixel depends on no other that is farther away than the layers reach: beyond that, tiles are the whole picture.
    /// </summary>
    [Fact]
    public void TiledAndWhole_DifferOnlyNearTheEndsOfTiles()
    {
        const int Tile = 48, Overlap = 24, Reach = 10;       // ten convolutions of 3 x 3
        using var network = TinyNetworks.Open(TinyNetworks.Upscaling, _cache);
        var picture = Planes.Of(Scenes.At(0));
        var plan = TilePlan.Of(picture.Width, picture.Height, Tile, Overlap);
        var tiles = new TiledNetwork(network);
        Planes tiled = tiles.Run(picture, plan, Overlap, tileDone: null, Cancel), whole = tiles.Upscale(picture, Cancel);

        Assert.True(plan.Count > 4);
        float most = 0;
        for (int c = 0; c < Planes.Count; c++)
        {
            for (int y = 0; y < whole.Height; y++)
            {
                for (int x = 0; x < whole.Width; x++)
                {
                    float difference = Math.Abs(whole.Row(c, y)[x] - tiled.Row(c, y)[x]);
                    most = Math.Max(most, difference);
                    if (!plan.Any(tile => IsNearEnd(tile, x / Scale, y / Scale, picture)))
                        Assert.InRange(difference, 0, 1e-4f);
                }
            }
        }

        Assert.InRange(most, 0, 0.03f);      // no seam that is seen: below 8 of 255 anywhere

        static bool IsNearEnd(Tile tile, int x, int y, Planes picture) =>
            x >= tile.Left
            && x < tile.Left + tile.Width
            && y >= tile.Top
            && y < tile.Top + tile.Height
            && (
                (tile.Left > 0 && x < tile.Left + Reach)
                || (tile.Left + tile.Width < picture.Width && x >= tile.Left + tile.Width - Reach)
                || (tile.Top > 0 && y < tile.Top + Reach)
                || (tile.Top + tile.Height < picture.Height && y >= tile.Top + tile.Height - Reach)
            );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_WhenMemoryRunsOut_HalvesTheTile(bool isOurOwn)
    {
        using var network = new SmallMemory(mostPixels: 40 * 40, isOurOwn ? new InsufficientMemoryException() : null);
        var upscaling = new FrameUpscaling(network, new UpscalingOptions { Tile = 512 });
        var larger = upscaling.Run(Scenes.At(0), progress: null, Cancel);

        Assert.Equal((384, 256), (larger.Width, larger.Height));
        Assert.InRange(upscaling.Tile, 32, 48);
        int runs = network.Failures;
        upscaling.Run(Scenes.At(1), progress: null, Cancel);
        Assert.Equal(runs, network.Failures);      // the next frame does not try again what failed
    }

    [Fact]
    public void Run_WhenThereIsNoMemoryAtAll_SaysSo()
    {
        using var network = new SmallMemory(mostPixels: 1);
        var e = Assert.ThrowsAny<CogSpaceException>(() =>
            new FrameUpscaling(network, new UpscalingOptions()).Run(Scenes.At(0), progress: null, Cancel)
        );

        Assert.Equal("There is not enough memory to compute with a picture of 32 x 32 pixels.", e.Message);
    }

    [Fact]
    public void Run_WhenThereIsNoMemoryForTheFrame_SaysSo()
    {
        using var network = new SmallMemory(mostPixels: 1, new InsufficientMemoryException());
        var e = Assert.ThrowsAny<CogSpaceException>(() =>
            new FrameUpscaling(network, new UpscalingOptions()).Run(Scenes.At(0), progress: null, Cancel)
        );

        Assert.Equal("There is not enough memory to enlarge a frame of 96 x 64 pixels.", e.Message);
    }

    [Fact]
    public void Filter_TellsEveryTile_AndKeepsTimes()
    {
        var told = new List<GenerationProgress>();
        var larger = Upscaler(new UpscalingOptions { Tile = 64, Overlap = 0 })
            .Filter(Scenes.Clip(2), Scenes.Info(2), new Listener(told), Cancel);

        Assert.Equal([0, 0.125], larger.Select(frame => frame.Time.TotalSeconds));

        Assert.Equal([0, 1, 2, 3, 4], told.Select(progress => progress.Step));
        Assert.Equal(4, told[^1].Of);
        Assert.All(told, progress => Assert.Equal(GenerationStage.Upscaling, progress.Stage));
    }

    [Fact]
    public async Task Push_CancelledWithinATile_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var large = Clip.Flat(1, 2, 3, 1200, 1200);
        using var filter = Upscaler(new UpscalingOptions { Tile = 2048 }).Open(Scenes.Info(1, 1200, 1200));
        var work = Task.Run(() => filter.Push(large, stop.Token), CancellationToken.None);
        await Task.Delay(300, Cancel);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await work);
    }

    [Fact]
    public void WeightsOfInterpolation_AreRefused()
    {
        var e = Assert.Throws<ModelLoadException>(() =>
            new RealEsrganUpscaler(TinyNetworks.Interpolation, TinyNetworks.Options(_cache))
        );

        Assert.Contains("RIFE HDv3 (IFNet), 24 channels, which makes no larger frames", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Lanczos_IsTheResampler(int scale)
    {
        var frames = new LanczosUpscaler(scale).Filter(Scenes.Clip(1), Scenes.Info(1), progress: null, Cancel);

        Assert.Equal(new VideoInfo(96 * scale, 64 * scale, 1, 8), new LanczosUpscaler(scale).Describe(Scenes.Info(1)));
        Assert.Equal(
            KernelResampler.Resample(PixelGrid.Of(Scenes.At(0)), null, 96 * scale, 64 * scale, Kernel.Lanczos).Bytes,
            Assert.Single(frames).Pixels);
    }

    private RealEsrganUpscaler Upscaler(UpscalingOptions? upscaling = null) =>
        new(TinyNetworks.Upscaling, TinyNetworks.Options(_cache), upscaling);

    private Frame Upscale(Frame frame, UpscalingOptions? upscaling = null) =>
        Assert.Single(
            Upscaler(upscaling).Filter([frame], Scenes.Info(1, frame.Width, frame.Height), progress: null, Cancel));

    // By area, as most pictures become small.
    private static Frame Shrink(Frame large)
    {
        var (width, height) = (large.Width / Scale, large.Height / Scale);
        var pixels = new byte[width * height * Frame.Channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int c = i % Frame.Channels, x = i / Frame.Channels % width, y = i / Frame.Channels / width, sum = 0;
            for (int k = 0; k < Scale * Scale; k++)
                sum += large.Pixels.Span[
                    ((((y * Scale) + (k / Scale)) * large.Width) + (x * Scale) + (k % Scale)) * Frame.Channels + c
                ];
            pixels[i] = (byte)Math.Round(sum / (double)(Scale * Scale));
        }

        return new Frame(width, height, pixels);
    }

    private static Frame Enlarge(Frame small, Kernel kernel) =>
        new(
            small.Width * Scale,
            small.Height * Scale,
            KernelResampler
                .Resample(PixelGrid.Of(small), null, small.Width * Scale, small.Height * Scale, kernel)
                .Bytes.ToArray()
        );

    private sealed class Listener(List<GenerationProgress> told) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => told.Add(value);
    }
}
