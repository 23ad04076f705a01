using System.Diagnostics;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests;

/// <summary>
/// Nothing of a finished, failed or abandoned video stays behind. Alone in the process while they run, because they count.
/// </summary>
[Collection(nameof(Alone))]
public sealed class LeakTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private static readonly TextToVideo Request = new()
    {
        Prompt = "a red circle moves up on a white background",
        Seed = 1,
        Steps = 2,
        Frames = 9,
    };

    private static readonly VideoToVideo Restyling = new()
    {
        Prompt = "a red circle moves up on a white background",
        Seed = 1,
        Steps = 2,
        Strength = 1,
        Video = "",
    };

    private static readonly VideoClip Source = new(
        [.. Enumerable.Range(0, 17).Select(i => new Frame(96, 64, [.. Enumerable.Repeat((byte)(10 * i), 96 * 64 * 3)]))], 8);

    private readonly CogVideoXPipeline _pipeline = Model.Open(Repository.TinyModel).Load(new PipelineOptions { Device = "cpu" });

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public async Task GenerateAsync_Finished_LeavesNoTensor() =>
        Assert.Equal(0, await TensorsLeftByAsync(() => ReadAsync(CancellationToken.None)));

    [Fact]
    public async Task GenerateAsync_WithLora_LeavesNoTensor()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder["lora"],
        [
            ("transformer_blocks.0.attn1.to_q.lora_A.weight", ElementType.F32, [1, 128], Bits.OfRandom(1, 128)),
            ("transformer_blocks.0.attn1.to_q.lora_B.weight", ElementType.F32, [128, 1], Bits.OfRandom(2, 128)),
        ]);
        var request = Request with { Loras = [new LoraFile(folder["lora"])] };
        Assert.Equal(
            0,
            await TensorsLeftByAsync(async () =>
            {
                await foreach (var _ in _pipeline.GenerateAsync(Tiny.Plan(request)))
                    break;
            })
        );
        Assert.Equal(
            0,
            await TensorsLeftByAsync(async () =>
            {
                using var cancel = new CancellationTokenSource();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
                {
                    await foreach (
                        var _ in _pipeline.GenerateAsync(
                            Tiny.Plan(request), progress: new CancelAt(GenerationStage.Denoising, cancel),
                            cancel: cancel.Token)
                    ) { }
                });
            })
        );
    }

    [Fact]
    public async Task GenerateAsync_WithStepCacheAndPreviews_LeavesNoTensor()
    {
        using var pipeline = Model.Open(Repository.TinyModel).Load(
            new PipelineOptions { Device = "cpu", PreviewInterval = TimeSpan.Zero });
        var request = Request with { StepCache = 1, Steps = 4 };
        async Task ReadAsync(IProgress<GenerationProgress>? progress, CancellationToken cancel)
        {
            await foreach (var _ in pipeline.GenerateAsync(Tiny.Plan(request), progress: progress, cancel: cancel))
            {
            }
        }

        await ReadAsync(null, CancellationToken.None);
        long before = Alone.CountTensors();
        await ReadAsync(null, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(
            new Heard(report =>
            {
                if (report is { Stage: GenerationStage.Denoising, Step: 2 })
                    cancel.Cancel();
            }),
            cancel.Token));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public async Task GenerateAsync_ReaderStops_LeavesNoTensor() =>
        Assert.Equal(0, await TensorsLeftByAsync(async () =>
        {
            await foreach (var _ in _pipeline.GenerateAsync(Tiny.Plan(Request)))
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

    [Theory]
    [InlineData(GenerationStage.Encoding)]
    [InlineData(GenerationStage.Denoising)]
    [InlineData(GenerationStage.Decoding)]
    public async Task GenerateAsync_VideoRestyledCancelledAtAnyStage_LeavesNoTensor(GenerationStage stage) =>
        Assert.Equal(
            0,
            await TensorsLeftByAsync(async () =>
            {
                using var cancel = new CancellationTokenSource();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                    ReadRestyledAsync(_pipeline, Restyling, Source, cancel.Token, new CancelAt(stage, cancel))
                );
            })
        );

    [Fact]
    public async Task GenerateAsync_VideoRestyledFinished_LeavesNoTensor() =>
        Assert.Equal(0, await TensorsLeftByAsync(() => ReadRestyledAsync(_pipeline, Restyling, Source, CancellationToken.None)));

    [Fact]
    public async Task GenerateAsync_FromAnImage_LeavesNoTensor()
    {
        using var pipeline = Model.Open(Repository.TinyImageModel).Load(new PipelineOptions { Device = "cpu" });
        var request = new ImageToVideo { Prompt = Request.Prompt, Seed = 1, Steps = 2, Frames = 9, Image = "" };
        Task ReadAsync() =>
            ReadRestyledAsync(pipeline, request, Source with { Frames = [Source.Frames[0]] }, CancellationToken.None);
        await ReadAsync();      // the model remembers its prompts
        Assert.Equal(0, await TensorsLeftByAsync(ReadAsync));
    }

    [Fact]
    public void Load_Disposed_LeavesNoTensor()
    {
        long before = Alone.CountTensors();
        Model.Open(Repository.TinyModel).Load(new PipelineOptions { Device = "cpu" }).Dispose();
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
        Assert.InRange(ResidentBytes() - before, long.MinValue, 40 * Megabyte); // thirty runs make several gigabytes of tensors
    }

    private async Task<long> TensorsLeftByAsync(Func<Task> work)
    {
        await ReadAsync(CancellationToken.None);
        long before = Alone.CountTensors();
        await work();
        return Tensor.TotalCount - before;
    }

    private async Task ReadAsync(CancellationToken cancel, IProgress<GenerationProgress>? progress = null)
    {
        await foreach (var _ in _pipeline.GenerateAsync(Tiny.Plan(Request), progress: progress, cancel: cancel))
        {
        }
    }

    private static async Task ReadRestyledAsync(
        CogVideoXPipeline pipeline, GenerationRequest request, VideoClip source, CancellationToken cancel,
        IProgress<GenerationProgress>? progress = null)
    {
        var plan = Tiny.Plan(request, new VideoInfo(96, 64, source.Frames.Count, source.FramesPerSecond));
        await foreach (var _ in pipeline.GenerateAsync(plan, source, progress, cancel: cancel))
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
}

/// <summary>Tests that nothing else may run beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>
    /// How many tensors there are now. What earlier tests have left to the garbage collector is collected first, else it would
    /// go while somebody counts.
    /// </summary>
    internal static long CountTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
