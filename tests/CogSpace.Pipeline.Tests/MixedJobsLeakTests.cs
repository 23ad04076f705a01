using System.Diagnostics;

namespace CogSpace.Pipeline.Tests;

/// <summary>
/// Videos of all kinds, in all modes, finished and cancelled: afterwards there is no more than before.
/// </summary>
[Collection(nameof(Alone))]
public sealed class MixedJobsLeakTests
{
    private const int WarmUp = 24;                // every combination once
    private const long Megabyte = 1 << 20;

    private static readonly VideoClip Source = new(
        [.. Enumerable.Range(0, 9).Select(_ => new Frame(96, 64, new byte[96 * 64 * Frame.Channels]))], 8);

    [Theory]
    [InlineData(24)]
    [InlineData(200, Traits = ["kind", "slow"])]
    public async Task ManyJobs_LeaveNothing(int jobs)
    {
        long tensors = 0, resident = 0, managed = 0;
        for (int i = 0; i < jobs + WarmUp; i++)
        {
            if (i == WarmUp)
                (tensors, resident, managed) = Read();
            await RunAsync(i);
        }

        var after = Read();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"resident {(after.Resident - resident) / Megabyte} MB more, managed {(after.Managed - managed) / Megabyte} MB more");
        Assert.Equal(tensors, after.Tensors);
        Assert.InRange(after.Resident - resident, long.MinValue, 80 * Megabyte); // what they make together is many gigabytes
        Assert.InRange(after.Managed - managed, long.MinValue, 8 * Megabyte);
    }

    // Kinds, modes and ends with numbers that share no factor, so that all meet.
    private static async Task RunAsync(int i)
    {
        var options = new PipelineOptions
        {
            Device = "cpu",
            Memory = (MemoryMode)(1 + (i % 3)),
            Weights = i % 8 < 6 ? WeightKind.Auto : WeightKind.I8,
            Type = ComputeType.BF16,
        };
        bool fromImage = i % 4 == 1;
        using var pipeline = Model.Open(fromImage ? Repository.TinyImageModel : Repository.TinyModel).Load(options);
        using var cancel = new CancellationTokenSource();
        GenerationStage[] stages = [GenerationStage.ReadingPrompt, GenerationStage.Denoising, GenerationStage.Decoding];
        var progress = i % 5 < 2 ? new CancelAt(stages[i % 7 % 3], cancel) : null;
        try
        {
            await MakeAsync(pipeline, i % 4, progress, cancel.Token);
        }
        catch (OperationCanceledException) when (progress is not null)
        {
        }
    }

    private static async Task MakeAsync(
        CogVideoXPipeline pipeline, int kind, IProgress<GenerationProgress>? progress, CancellationToken cancel)
    {
        const string Prompt = "a red circle moves up on a white background";
        var info = new VideoInfo(96, 64, Source.Frames.Count, 8);
        if (kind == 3)
        {
            var inversion = new VideoInversion { Prompt = Prompt, Seed = 1, Steps = 1, Video = "" };
            using var inverted = await pipeline.InvertAsync(Tiny.Plan(inversion, info), Source, progress, cancel);
            await foreach (var _ in pipeline.DecodeAsync(inverted.Remade, progress: progress, cancel: cancel))
            {
            }

            return;
        }

        GenerationRequest request = kind switch
        {
            1 => new ImageToVideo { Prompt = Prompt, Seed = 1, Steps = 1, Frames = 9, Image = "" },
            2 => new VideoToVideo { Prompt = Prompt, Seed = 1, Steps = 1, Strength = 1, Video = "" },
            _ => new TextToVideo { Prompt = Prompt, Seed = 1, Steps = 1, Frames = 9 },
        };
        var source = kind switch
        {
            1 => Source with { Frames = [Source.Frames[0]] },
            2 => Source,
            _ => null,
        };
        await foreach (
            var _ in pipeline.GenerateAsync(
                Tiny.Plan(request, kind == 2 ? info : null), source, progress, cancel: cancel)
        ) { }
    }

    private static (long Tensors, long Resident, long Managed) Read()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return (Tensor.TotalCount, process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: true));
    }
}
