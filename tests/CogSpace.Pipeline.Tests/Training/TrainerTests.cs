using CogSpace.Pipeline.Training;
using CogSpace.Pipeline.Weights.Loras;
using CogSpace.Training;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public async Task RunAsync_Lora_ReportsEveryStepAndKeepsTheLastCheckpoints()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        var steps = await folder.TrainAsync(TrainingFolder.Small with { Steps = 4, Keep = 2, SaveEvery = 2, WarmupSteps = 2 });

        Assert.Equal([1, 2, 3, 4], steps.Select(step => step.Step));
        Assert.Equal([0, 0.0005, 0.001, 0.001], steps.Select(step => step.LearningRate));
        Assert.All(steps, step => Assert.True(step.Loss > 0 && step.GradientNorm > 0));
        Assert.Equal([false, true, false, true], steps.Select(step => step.Checkpoint is not null));
        Assert.Equal(["checkpoint-00000002.safetensors", "checkpoint-00000004.safetensors"], folder.Checkpoints());
    }

    [Fact]
    public async Task RunAsync_Lora_IsReadByThePipelineWithItsAlpha()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        await folder.TrainAsync(TrainingFolder.Small with { Lora = new LoraOptions { Rank = 4, Alpha = 6 } });

        using var adapter = LoraAdapter.Open(Path.Combine(folder.Output, "pytorch_lora_weights.safetensors"));
        Assert.Equal(24, adapter.Modules.Count);        // four layers in each of six blocks
        Assert.All(adapter.Modules, module => Assert.Equal(1.5, module.Factor));
        Assert.Contains("transformer_blocks.5.attn1.to_out.0", adapter.Modules.Select(module => module.Layer));
        Assert.Empty(adapter.Notes);
    }

    [Fact]
    public async Task RunAsync_Lora_ChangesVideosByItsScaleAndNothingAtZero()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        using var trainer = folder.Load(TrainingFolder.Small with { LearningRate = 0.05 });
        await foreach (var _ in trainer.RunAsync(cancel: TestContext.Current.CancellationToken))
        {
        }

        using var pipeline = Tiny.Model.Load(TrainingFolder.Floats, TestContext.Current.CancellationToken);
        var (plain, none, full) = (
            await Make([]), await Make([new LoraFile(trainer.Result, 0)]), await Make([new LoraFile(trainer.Result, 1)]));
        Assert.Equal(plain, none);
        Assert.NotEqual(plain, full);

        async Task<byte[]> Make(IReadOnlyList<LoraFile> loras)
        {
            var plan = Tiny.Plan(new TextToVideo { Prompt = "a red circle", Seed = 1, Steps = 2, Frames = 9, Loras = loras });
            var frames = await pipeline.GenerateAsync(plan, cancel: TestContext.Current.CancellationToken).ToListAsync();
            return [.. frames.SelectMany(frame => frame.Pixels.ToArray())];
        }
    }

    [Theory]
    [InlineData(ComputeType.F32, WeightKind.Auto)]
    [InlineData(ComputeType.BF16, WeightKind.Auto)]
    [InlineData(ComputeType.BF16, WeightKind.I8)]
    public async Task RunAsync_LoraResumedAfterAKill_EndsWithTheSameBits(ComputeType type, WeightKind weights)
    {
        var options = TrainingFolder.Small with { Steps = 4, SaveEvery = 2, BatchSize = 2, Accumulation = 2 };
        await AssertResumedEqualsUninterrupted(options, new PipelineOptions { Device = "cpu", Type = type, Weights = weights });
    }

    [Theory]
    [InlineData(ComputeType.F32)]
    [InlineData(ComputeType.BF16)]
    public async Task RunAsync_WholeModelResumedAfterAKill_EndsWithTheSameBits(ComputeType type)
    {
        var options = TrainingFolder.Small with { Lora = null, Steps = 4, SaveEvery = 2, LearningRate = 1e-4 };
        await AssertResumedEqualsUninterrupted(options, new PipelineOptions { Device = "cpu", Type = type });
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsWhatWasReachedAndGoesOnToTheSameBits()
    {
        var options = TrainingFolder.Small with { Steps = 20, SaveEvery = 1000 };
        using TrainingFolder whole = new(Repository.TinyModel), cut = new(Repository.TinyModel);
        await whole.TrainAsync(options);
        using (var trainer = cut.Load(options))
        {
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var _ in trainer.RunAsync(cancel: stop.Token))
                    await stop.CancelAsync();
            });
        }

        Assert.NotEqual(["checkpoint-00000020.safetensors"], cut.Checkpoints());
        var rest = await cut.TrainAsync(options, resume: true);
        Assert.InRange(rest.Count, 1, 19);
        AssertSameFile(whole, cut, "pytorch_lora_weights.safetensors");
    }

    [Fact]
    public async Task RunAsync_WholeModel_WritesAFolderThatLoads()
    {
        using var folder = new TrainingFolder(Repository.TinyImageModel, images: true);
        await folder.TrainAsync(TrainingFolder.Small with { Lora = null, LearningRate = 1e-3 });

        string model = Path.Combine(folder.Output, "model");
        using var pipeline = Model.Open(model).Load(TrainingFolder.Floats, TestContext.Current.CancellationToken);
        using var before = Checkpoint.Open(Path.Combine(Repository.TinyImageModel, "transformer"), "diffusion_pytorch_model");
        using var after = Checkpoint.Open(Path.Combine(model, "transformer"), "diffusion_pytorch_model");
        Assert.Equal(before.Names.Order(), after.Names.Order());
        Assert.All(before.Names, name => Assert.Equal(before.Find(name)!.Type, after.Find(name)!.Type));
        Assert.Equal(
            ["patch_embed.pos_embedding"],
            before.Names.Where(name => Bytes(before, name).SequenceEqual(Bytes(after, name))));
    }

    [Fact]
    public async Task RunAsync_ClipThatIsNotANumber_StopsAndNamesIt()
    {
        using var folder = new TrainingFolder(Repository.TinyModel, clips: 4);
        using (NewDisposeScope())
        {
            var damaged = full([13, 8, 8, 12], float.NaN.ToScalar(), dtype: ScalarType.Float32);
            EncodedClip.Write(folder.Clip(2), damaged, zeros(64, 96));
        }

        var options = TrainingFolder.Small with { Steps = 4 };
        var failure = await Assert.ThrowsAsync<TrainingFailedException>(() => folder.TrainAsync(options));
        Assert.Matches("^The loss of step [1-4] is not a number. The step learned from 2.mp4.", failure.Message);
        Assert.All(folder.Checkpoints(), name => Assert.Matches("checkpoint-0000000[1-3].safetensors", name));
    }

    private static async Task AssertResumedEqualsUninterrupted(TrainingOptions options, PipelineOptions compute)
    {
        using TrainingFolder whole = new(Repository.TinyModel), cut = new(Repository.TinyModel);
        var all = await whole.TrainAsync(options, compute);
        await cut.TrainAsync(options, compute);

        // As after a kill: the last checkpoint and the result were never written.
        File.Delete(Path.Combine(cut.Output, "checkpoints", "checkpoint-00000004.safetensors"));
        File.Delete(Path.Combine(cut.Output, "pytorch_lora_weights.safetensors"));
        if (options.Lora is null)
            Directory.Delete(Path.Combine(cut.Output, "model"), recursive: true);
        var rest = await cut.TrainAsync(options, compute, resume: true);

        Assert.Equal(all.Skip(2).Select(Numbers), rest.Select(Numbers));
        AssertSameFile(whole, cut, Path.Combine("checkpoints", "checkpoint-00000004.safetensors"));
        AssertSameFile(whole, cut, options.Lora is null
            ? Path.Combine("model", "transformer", "diffusion_pytorch_model.safetensors")
            : "pytorch_lora_weights.safetensors");
    }

    private static (int Step, double Loss, double Norm) Numbers(TrainingProgress step) =>
        (step.Step, step.Loss, step.GradientNorm);

    private static void AssertSameFile(TrainingFolder one, TrainingFolder other, string name) => Assert.Equal(
        File.ReadAllBytes(Path.Combine(one.Output, name)), File.ReadAllBytes(Path.Combine(other.Output, name)));

    private static byte[] Bytes(Checkpoint checkpoint, string name)
    {
        byte[] bytes = new byte[checkpoint.Find(name)!.Length];
        checkpoint.CopyTo(name, bytes);
        return bytes;
    }
}
