using System.Diagnostics;

namespace CogSpace.Pipeline.Tests;

/// <summary>Nothing of a finished, failed or abandoned video stays behind. Alone in the process while they run, because they count.</summary>
[Collection(nameof(Alone))]
public sealed class LeakTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private static readonly TextToVideo Request = new() { Prompt = "a red circle moves up on a white background", Seed = 1, Steps = 2, Frames = 9 };

    private readonly CogVideoXPipeline _pipeline = CogVideoXPipeline.Load(Repository.TinyModel, new PipelineOptions { Device = "cpu" });

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public async Task GenerateAsync_Finished_LeavesNoTensor() =>
        Assert.Equal(0, await TensorsLeftByAsync(() => ReadAsync(CancellationToken.None)));

    [Fact]
    public async Task GenerateAsync_ReaderStops_LeavesNoTensor() =>
        Assert.Equal(0, await TensorsLeftByAsync(async () =>
        {
            await foreach (var _ in _pipeline.GenerateAsync(_pipeline.Plan(Request)))
                break;
        }));

    [Theory]
    [InlineData(GenerationStage.ReadingPrompt)]
    [InlineData(GenerationStage.Denoising)]
    [InlineData(GenerationStage.Decoding)]
    public async Task GenerateAsync_CancelledAtAnyStage_LeavesNoTensor(GenerationStage stage) =>
        Assert.Equal(0, await TensorsLeftByAsync(async () =>
        {
            using var cancel = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(cancel.Token, new CancelAt(stage, cancel)));
        }));

    [Fact]
    public void Load_Disposed_LeavesNoTensor()
    {
        long before = Tensor.TotalCount;
        CogVideoXPipeline.Load(Repository.TinyModel, new PipelineOptions { Device = "cpu" }).Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public async Task GenerateAsync_ManyTimes_KeepsMemoryFlat()
    {
        for (int i = 0; i < 5; i++)
            await ReadAsync(CancellationToken.None);
        long before = ResidentBytes();
        for (int i = 0; i < 30; i++)
            await ReadAsync(CancellationToken.None);
        Assert.InRange(ResidentBytes() - before, long.MinValue, 40 * Megabyte);    // thirty runs make several gigabytes of tensors
    }

    private async Task<long> TensorsLeftByAsync(Func<Task> work)
    {
        await ReadAsync(CancellationToken.None);
        long before = Tensor.TotalCount;
        await work();
        return Tensor.TotalCount - before;
    }

    private async Task ReadAsync(CancellationToken cancel, IProgress<GenerationProgress>? progress = null)
    {
        await foreach (var _ in _pipeline.GenerateAsync(_pipeline.Plan(Request), progress: progress, cancel: cancel))
        {
        }
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private sealed class CancelAt(GenerationStage stage, CancellationTokenSource cancel) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (value.Stage == stage)
                cancel.Cancel();
        }
    }
}

/// <summary>Tests that nothing else may run beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
