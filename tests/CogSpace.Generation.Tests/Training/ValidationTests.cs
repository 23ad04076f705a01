using CogSpace.Generation.Training;
using CogSpace.PostProcess.Media;
using CogSpace.Training;

namespace CogSpace.Generation.Tests.Training;

/// <summary>Clips and a report that show how a training goes.</summary>
public sealed class ValidationTests : IDisposable
{
    private const string Prompt = "a red circle <moves>";

    private readonly TemporaryFolder _folder = new();
    private readonly Generator _generator = Generator.Create(new GeneratorOptions
    {
        ModelsFolder = Repository.Models,
        Pipeline = new PipelineOptions { Device = "cpu", Type = ComputeType.F32 },
    });

    public ValidationTests()
    {
        Directory.CreateDirectory(_folder["data"]);
        File.Copy(Path.Combine(Repository.TinyModel, "examples", "circle-left.mp4"), _folder["data", "a.mp4"]);
        File.WriteAllText(_folder["data", "a.txt"], "a circle");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Clips =>
        [.. Directory.GetFiles(_folder["out", "validation"]).Select(Path.GetFileName).Order().OfType<string>()];

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task TrainAsync_MakesClipsBetweenSteps_AndShowsThemInAReport()
    {
        await TrainAsync(Request(steps: 3, every: 2));

        Assert.Equal(
            [
                "step-00000002-1.mp4", "step-00000002-2.mp4", "step-00000003-1.mp4", "step-00000003-2.mp4",
            ],
            Clips);
        string report = await File.ReadAllTextAsync(_folder["out", "report.html"], Cancel);
        Assert.All(Clips, clip => Assert.Contains($"src=\"validation/{clip}\"", report, StringComparison.Ordinal));
        Assert.Contains("a red circle &lt;moves&gt;", report, StringComparison.Ordinal);
        Assert.Contains("Step 3 of 3.", report, StringComparison.Ordinal);
        Assert.Equal(2, report.Split("<polyline").Length - 1);
        Assert.DoesNotContain("http", report, StringComparison.Ordinal);
        var made = await new VideoReader(new ReadingOptions()).ProbeAsync(_folder["out", "validation", Clips[0]], Cancel);
        Assert.Equal((96, 64, 9), (made.Width, made.Height, made.Frames));
    }

    [Fact]
    public async Task TrainAsync_AClipAfterTheLastStep_IsWhatTheResultMakes()
    {
        var result = await TrainAsync(Request(steps: 2, every: 10));

        var model = _generator.Models.Find(Repository.TinyModel);
        var plan = await _generator.PlanAsync(
            new TextToVideo
            {
                Prompt = Prompt, Seed = 42, Steps = 2, Frames = 9, Loras = [new LoraFile(result.Path, 1)],
            },
            model, Cancel);
        await _generator.GenerateAsync(plan, model, new GenerationOutput(_folder["again.mp4"]), cancel: Cancel);
        var during = await FramesAsync(_folder["out", "validation", "step-00000002-1.mp4"]);
        var after = await FramesAsync(_folder["again.mp4"]);
        var without = await FramesAsync(await WithoutAsync(plan));

        // The one adds the LoRA beside each layer, the other to its weights: equal but for rounding.
        Assert.True(Difference(during, after) < 1, $"{Difference(during, after)}");
        Assert.True(Difference(during, without) > 4 * Difference(during, after), $"{Difference(during, without)}");

        async Task<string> WithoutAsync(GenerationPlan with)
        {
            var plain = await _generator.PlanAsync(with.Request with { Loras = null }, model, Cancel);
            await _generator.GenerateAsync(plain, model, new GenerationOutput(_folder["plain.mp4"]), cancel: Cancel);
            return _folder["plain.mp4"];
        }
    }

    [Fact]
    public async Task TrainAsync_WithClipsBetween_LearnsTheSame()
    {
        await TrainAsync(Request(steps: 3, every: 1));
        await TrainAsync(Request(steps: 3, every: 1) with { Output = _folder["alone"], Validation = null });

        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["alone", "pytorch_lora_weights.safetensors"], Cancel),
            await File.ReadAllBytesAsync(_folder["out", "pytorch_lora_weights.safetensors"], Cancel));
        Assert.False(Directory.Exists(_folder["alone", "validation"]));
    }

    [Fact]
    public async Task TrainAsync_PicturesThatDoNotSuitTheModel_AreRefusedBeforeAnythingIsEncoded()
    {
        Assert.Equal(
            "This model begins with a picture: give one for each validation prompt. There are 2 prompts and 0 pictures.",
            await RefusalAsync(Request(), Repository.TinyImageModel));
        Assert.Equal(
            "This model makes videos from prompts alone: leave the validation pictures out.",
            await RefusalAsync(
                Request() with { Validation = Request().Validation! with { Images = ["a.png"] } }, Repository.TinyModel));
        Assert.Equal(
            "Validation clips every 0 steps are not possible: choose 1 or more.",
            await RefusalAsync(Request(every: 0), Repository.TinyModel));
        Assert.False(Directory.Exists(_folder["data", ".cogspace"]));
    }

    private TrainingRequest Request(int steps = 1, int every = 1) => new()
    {
        Data = _folder["data"],
        Output = _folder["out"],
        Frames = 9,
        Options = new TrainingOptions
        {
            Lora = new LoraOptions { Rank = 2, Alpha = 2 }, Steps = steps, LearningRate = 0.05, WarmupSteps = 0,
        },
        Validation = new ValidationRequest { Prompts = [Prompt, "a blue heart"], Every = every, Steps = 2 },
    };

    private Task<TrainingResult> TrainAsync(TrainingRequest request, string? model = null) =>
        _generator.TrainAsync(request, _generator.Models.Find(model ?? Repository.TinyModel), cancel: Cancel);

    private async Task<string> RefusalAsync(TrainingRequest request, string model) =>
        (await Assert.ThrowsAsync<InvalidRequestException>(() => TrainAsync(request, model))).Message;

    private static async Task<byte[]> FramesAsync(string path)
    {
        var frames = new List<byte>();
        await foreach (var frame in new VideoReader(new ReadingOptions()).ReadAllAsync(path, new SourceReport(), Cancel))
            frames.AddRange(frame.Pixels.Span);
        return [.. frames];
    }

    private static double Difference(byte[] one, byte[] other)
    {
        Assert.Equal(one.Length, other.Length);
        return one.Zip(other, (a, b) => (double)Math.Abs(a - b)).Average();
    }
}
