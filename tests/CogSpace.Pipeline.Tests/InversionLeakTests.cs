namespace CogSpace.Pipeline.Tests;

/// <summary>Nothing of a finished, failed or abandoned inversion or encoding stays behind.</summary>
[Collection(nameof(Alone))]
public sealed class InversionLeakTests : IDisposable
{
    private static readonly PipelineOptions Options = new() { Device = "cpu", Type = ComputeType.F32 };
    private static readonly VideoInversion Request = new()
    {
        Prompt = "a red circle moves up on a white background",
        Video = "clip.mp4",
        Seed = 1,
        Steps = 2,
    };
    private static readonly VideoClip Clip = new(
        [.. Enumerable.Range(0, 9).Select(_ => new Frame(96, 64, new byte[96 * 64 * Frame.Channels]))], 8);

    private readonly CogVideoXPipeline _pipeline = Model.Open(Repository.TinyModel).Load(Options);
    private readonly Autoencoder _autoencoder = Model.Open(Repository.TinyModel).LoadAutoencoder(Options);

    public void Dispose()
    {
        _autoencoder.Dispose();
        _pipeline.Dispose();
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1)] // without the unguided half
    public async Task InvertAsync_Finished_LeavesNoTensor(double guidance) =>
        await AssertLeavesNothingAsync(() => InvertAsync(Request with { Guidance = guidance }));

    [Theory]
    [InlineData(GenerationStage.Encoding)]
    [InlineData(GenerationStage.ReadingPrompt)]
    [InlineData(GenerationStage.Inverting)]
    [InlineData(GenerationStage.Denoising)]
    [InlineData(GenerationStage.Decoding)]
    public async Task InvertAsync_CancelledAtAnyStage_LeavesNoTensor(GenerationStage stage) =>
        await AssertLeavesNothingAsync(() => CancelAsync(stage, (progress, cancel) => InvertAsync(Request, progress, cancel)));

    [Theory]
    [InlineData(GenerationStage.Inverting)]
    [InlineData(GenerationStage.Denoising)]
    public async Task InvertAsync_Cancelled_StopsWithinAStep(GenerationStage stage)
    {
        using var cancel = new CancellationTokenSource();
        int after = 0;
        var progress = new Watch(report =>
        {
            after += cancel.IsCancellationRequested ? 1 : 0;
            if (report.Stage == stage && report.Step == 1)
                cancel.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            InvertAsync(Request with { Steps = 50 }, progress, cancel.Token)
        );
        Assert.Equal(0, after);
    }

    [Fact]
    public async Task InvertAsync_ReaderStops_LeavesNoTensor() => await AssertLeavesNothingAsync(async () =>
    {
        using var inverted = await _pipeline.InvertAsync(Plan(Request), Clip);
        await foreach (var _ in _pipeline.DecodeAsync(inverted.Remade))
            break;
    });

    [Theory]
    [InlineData(null)]
    [InlineData(3u)]
    public async Task Autoencoder_Finished_LeavesNoTensor(uint? seed) =>
        await AssertLeavesNothingAsync(() => RoundTripAsync(seed));

    [Theory]
    [InlineData(GenerationStage.Encoding)]
    [InlineData(GenerationStage.Decoding)]
    public async Task Autoencoder_CancelledAtAnyStage_LeavesNoTensor(GenerationStage stage) =>
        await AssertLeavesNothingAsync(() => CancelAsync(stage, (progress, cancel) => RoundTripAsync(seed: 3, progress, cancel)));

    [Fact]
    public async Task Read_GoodAndBadFiles_LeavesNoTensor()
    {
        using var folder = new TemporaryFolder();
        using (var latents = await _autoencoder.EncodeAsync(Clip))
            latents.Write(folder["good.safetensors"]);
        CogSpace.Weights.SafetensorsWriter.Write(
            folder["bad.safetensors"],
            [
                (
                    "latents", CogSpace.Weights.ElementType.F32, [1, 1, 8, 1, 1],
                    BitConverter.GetBytes(double.NaN).Concat(new byte[24]).ToArray()),
            ]
        );
        await AssertLeavesNothingAsync(() =>
        {
            _autoencoder.Read(folder["good.safetensors"]).Latents.Dispose();
            Assert.Throws<ModelLoadException>(() => _autoencoder.Read(folder["none.safetensors"]));
            Assert.Throws<InvalidRequestException>(() => _autoencoder.Read(folder["bad.safetensors"]));
            return Task.CompletedTask;
        });
    }

    private static async Task CancelAsync(
        GenerationStage stage, Func<IProgress<GenerationProgress>, CancellationToken, Task> work)
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work(new CancelAt(stage, cancel), cancel.Token));
    }

    private static async Task AssertLeavesNothingAsync(Func<Task> work)
    {
        await work();
        long before = Alone.CountTensors();
        await work();
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static GenerationPlan Plan(VideoInversion request) => Tiny.Plan(request, new VideoInfo(96, 64, Clip.Frames.Count, 8));

    private async Task InvertAsync(
        VideoInversion request, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        using var folder = new TemporaryFolder();
        using var inverted = await _pipeline.InvertAsync(Plan(request), Clip, progress, cancel);
        inverted.Write(folder["walk.safetensors"]);
        var frames = _pipeline.DecodeAsync(inverted.Remade, progress: progress, cancel: cancel);
        Assert.Equal(9, (await frames.ToListAsync(cancel)).Count);
    }

    private async Task RoundTripAsync(
        uint? seed, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        using var latents = await _autoencoder.EncodeAsync(Clip, seed, progress, cancel);
        Assert.Equal(9, (await _autoencoder.DecodeAsync(latents, progress, cancel).ToListAsync(cancel)).Count);
    }

    private sealed class Watch(Action<GenerationProgress> report) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => report(value);
    }
}
