using CogSpace.Pipeline.Training;
using CogSpace.Training;

namespace CogSpace.Pipeline.Tests.Training;

/// <summary>What cannot be trained, or cannot go on, is said in a sentence before anything is computed.</summary>
public sealed class RefusedTrainingTests
{
    [Fact]
    public async Task Load_AfterATrainingInTheSameFolder_AsksToResume()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        await folder.TrainAsync(TrainingFolder.Small);
        Assert.EndsWith("Resume it, or name another folder.", Refusal(folder, TrainingFolder.Small), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ResumedWithOtherSettings_NamesThem()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        await folder.TrainAsync(TrainingFolder.Small);
        var other = TrainingFolder.Small with
        {
            Lora = new LoraOptions { Rank = 3, Alpha = 2 },
            LearningRate = 0.5,
            Keep = 9,
            SaveEvery = 7,
            Steps = 5,
        };
        Assert.EndsWith(
            "it was made with other settings: lora.rank is 3 now and was 2, lora.factor is 0.6666666666666666 now and was 1, " +
            "learning_rate is 0.5 now and was 0.001.",
            Refusal(folder, other, resume: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ResumedWithAnotherModel_IsRefused()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        await folder.TrainAsync(TrainingFolder.Small);
        using var changed = new TemporaryFolder();
        string model = changed.CopyOf(Repository.TinyModel);
        string weights = Path.Combine(model, "transformer", "diffusion_pytorch_model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);

        var refusal = Assert.Throws<InvalidRequestException>(() => Model.Open(model)
            .LoadTrainer(TrainingFolder.Small, TrainingFolder.Floats, folder.Data, folder.Output, resume: true));
        Assert.EndsWith("it is of another model.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ResumedWithOtherClips_IsRefused()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        await folder.TrainAsync(TrainingFolder.Small);
        folder.Data = folder.Data with { Clips = [.. folder.Data.Clips.Skip(1)] };
        Assert.EndsWith(
            "it was made with other clips.", Refusal(folder, TrainingFolder.Small, resume: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ResumedFromADamagedCheckpoint_NamesTheFile()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        await folder.TrainAsync(TrainingFolder.Small);
        string last = Path.Combine(folder.Output, "checkpoints", "checkpoint-00000003.safetensors");
        using (var file = File.OpenWrite(last))
            file.SetLength(file.Length - 1);
        var refusal = Assert.Throws<ModelLoadException>(() => folder.Load(TrainingFolder.Small, resume: true));
        Assert.Equal(last, refusal.File);
    }

    [Theory]
    [InlineData(0, "A rank of 0 is not possible: choose 1 to 4096.")]
    [InlineData(10_000, "A rank of 10000 is not possible: choose 1 to 4096.")]
    [InlineData(1000, "A rank of 1000 is not possible for transformer_blocks.0.attn1.to_k: choose 1 to 128.")]
    public void Load_ImpossibleRank_IsRefused(int rank, string expected)
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        Assert.Equal(expected, Refusal(folder, TrainingFolder.Small with { Lora = new LoraOptions { Rank = rank } }));
    }

    [Fact]
    public void Load_UnknownTarget_IsRefused()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        var options = TrainingFolder.Small with { Lora = new LoraOptions { Rank = 2, Targets = ["to_q", "to_x"] } };
        Assert.StartsWith("No layer of the model is called to_x.", Refusal(folder, options), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ImpossibleValues_NamesThem()
    {
        (TrainingOptions Options, string Named)[] cases =
        [
            (TrainingFolder.Small with { Steps = 0 }, "number of steps of 0"),
            (TrainingFolder.Small with { BatchSize = 0 }, "batch size of 0"),
            (TrainingFolder.Small with { LearningRate = double.NaN }, "learning rate of NaN"),
            (TrainingFolder.Small with { WarmupSteps = 4 }, "warm-up of 4 steps"),
            (TrainingFolder.Small with { PromptDropout = 1.5 }, "prompt dropout of 1.5"),
        ];
        foreach (var (options, named) in cases)
            Assert.StartsWith($"A {named} is not possible", Assert.Throws<InvalidRequestException>(options.Check).Message);
    }

    [Fact]
    public void Load_NoClips_IsRefused()
    {
        using var folder = new TrainingFolder(Repository.TinyModel, clips: 0);
        Assert.Equal("There are no clips to learn from.", Refusal(folder, TrainingFolder.Small));
    }

    [Fact]
    public void Load_ClipsOfATextModelForAnImageModel_NamesTheFirst()
    {
        using var folder = new TrainingFolder(Repository.TinyImageModel, images: false);
        Assert.StartsWith(
            "0.mp4 has no latents of its first frame", Refusal(folder, TrainingFolder.Small), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ClipOfAnotherSize_IsRefused()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        using (NewDisposeScope())
            EncodedClip.Write(folder.Clip(1), zeros(13, 8, 4, 6), zeros(64, 96));
        Assert.StartsWith("1.mp4 has latents of 4 x 6", Refusal(folder, TrainingFolder.Small), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ClipsOfDifferentLengthsInABatch_AreRefused()
    {
        using var folder = new TrainingFolder(Repository.TinyModel);
        using (NewDisposeScope())
            EncodedClip.Write(folder.Clip(1), zeros(5, 8, 8, 12), zeros(64, 96));
        Assert.EndsWith(
            "Clips of different sizes need a batch size of 1.", Refusal(folder, TrainingFolder.Small with { BatchSize = 2 }),
            StringComparison.Ordinal);
        folder.Load(TrainingFolder.Small).Dispose();
    }

    private static string Refusal(TrainingFolder folder, TrainingOptions options, bool resume = false) =>
        Assert.Throws<InvalidRequestException>(() => folder.Load(options, resume: resume)).Message;
}
