namespace CogSpace.Cli.Tests;

/// <summary>A LoRA from a folder of clips, in a terminal.</summary>
public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainTests()
    {
        Directory.CreateDirectory(_folder["clips"]);
        foreach (string name in new[] { "circle-left", "heart-bounces" })
            File.Copy(Path.Combine(Repository.TinyModel, "examples", $"{name}.mp4"), _folder["clips", $"{name}.mp4"]);
        File.WriteAllText(_folder["clips", "prompts.txt"], "a circle moves left\na heart bounces\n");
        File.WriteAllText(_folder["clips", "videos.txt"], "circle-left.mp4\nheart-bounces.mp4\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TrainLora_FromListsOfCogVideo_WritesALoraThatGenerateTakes()
    {
        var run = await TrainAsync("--steps", "2", "--id_token", "sks");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("step 2 of 2: Learning, loss 0.", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"memory [\d.]+ MB expected, [\d.]+ MB at the peak", run.Error);

        var made = await CliRun.StartAsync(
            "generate", "--prompt", "sks a circle moves left", "--seed", "1", "--steps", "2", "--frames", "9", "--lora",
            _folder["lora", "pytorch_lora_weights.safetensors"], "--output", _folder["out.mp4"]);
        Assert.True(made.ExitCode == 0, made.Error);
    }

    [Fact]
    public async Task TrainLora_Twice_AsksToResume()
    {
        Assert.Equal(0, (await TrainAsync("--steps", "1")).ExitCode);
        var second = await TrainAsync("--steps", "1");
        Assert.Equal(2, second.ExitCode);
        Assert.EndsWith("Resume it, or name another folder.\n", second.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await TrainAsync("--steps", "1", "--resume")).ExitCode);
    }

    [Theory]
    [InlineData("--rank", "0", "A rank of 0 is not possible")]
    [InlineData("--rank", "10000", "A rank of 10000 is not possible")]
    [InlineData("--prompt-dropout", "2", "A prompt dropout of 2 is not possible")]
    [InlineData("--captions", "none.txt", "There is no ")]
    public async Task TrainLora_ImpossibleOption_SaysWhy(string option, string value, string says)
    {
        var run = await TrainAsync("--steps", "1", option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> TrainAsync(params string[] options)
    {
        string[] rank = options.Contains("--rank") ? [] : ["--rank", "4"];
        return CliRun.StartAsync([
            "train", "lora", "--model", Repository.TinyModel, "--data", _folder["clips"], "--output", _folder["lora"],
            "--device", "cpu", "--dtype", "float32", .. rank, .. options,
        ]);
    }
}
