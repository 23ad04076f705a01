namespace CogSpace.Pipeline.Tests;

public sealed class CogVideoXPipelineTests : IDisposable
{
    private readonly CogVideoXPipeline _pipeline = Model.Open(Repository.TinyModel).Load(new PipelineOptions { Device = "cpu" });

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public async Task GenerateAsync_SameSeed_SameFrames()
    {
        var (first, second) = (await FramesAsync(Request(seed: 5)), await FramesAsync(Request(seed: 5)));
        Assert.Equal(first.Select(frame => frame.Pixels.ToArray()), second.Select(frame => frame.Pixels.ToArray()));
    }

    [Fact]
    public async Task GenerateAsync_OtherSeed_OtherFrames() =>
        Assert.NotEqual(
            (await FramesAsync(Request(seed: 5)))[0].Pixels.ToArray(),
            (await FramesAsync(Request(seed: 6)))[0].Pixels.ToArray());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 9)]
    [InlineData(5, 8)]      // two latent frames: the autoencoder doubles every one
    [InlineData(17, 17)]
    public async Task GenerateAsync_GivesAsManyFramesAsPlanned(int asked, int given)
    {
        var request = Request(seed: 1) with { Frames = asked };
        var plan = Tiny.Plan(request);
        Assert.Equal(given, plan.OutputFrames);
        Assert.Equal(asked != given, plan.Notes.Count > 0);
        Assert.Equal(given, (await FramesAsync(request)).Count);
    }

    [Fact]
    public async Task GenerateAsync_ReportsStagesInOrderAndEveryStep()
    {
        var reports = new List<GenerationProgress>();
        await foreach (
            var _ in _pipeline.GenerateAsync(
                Tiny.Plan(Request(seed: 1) with { Steps = 4 }), progress: new Collector(reports.Add))
        ) { }

        Assert.Equal(
            [GenerationStage.ReadingPrompt, GenerationStage.Denoising, GenerationStage.Decoding],
            reports.Select(report => report.Stage).Distinct()
        );
        Assert.Equal(
            [0, 1, 2, 3, 4],
            reports.Where(report => report.Stage == GenerationStage.Denoising).Select(report => report.Step));
        Assert.All(reports.Where(report => report.Step > 0), report => Assert.True(report.SecondsLeft >= 0));
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_StopsWithinAStep()
    {
        using var cancel = new CancellationTokenSource();
        int stepsAfter = 0;
        var progress = new Collector(report =>
        {
            stepsAfter += cancel.IsCancellationRequested ? 1 : 0;
            if (report is { Stage: GenerationStage.Denoising, Step: 2 })
                cancel.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var _ in _pipeline.GenerateAsync(
                    Tiny.Plan(Request(seed: 1) with { Steps = 50 }), progress: progress, cancel: cancel.Token)
            ) { }
        });
        Assert.Equal(0, stepsAfter);
    }

    [Fact]
    public async Task GenerateAsync_NumbersThatOverflow_AreNoVideo()
    {
        using var folder = new TemporaryFolder();
        string model = folder.CopyOf(Repository.TinyModel);
        FillWithNaN(Path.Combine(model, "transformer", "diffusion_pytorch_model.safetensors"), "proj_out.bias");
        using var broken = Model.Open(model).Load(new PipelineOptions { Device = "cpu" });

        var failed = await Assert.ThrowsAsync<GenerationFailedException>(async () =>
        {
            await foreach (var _ in broken.GenerateAsync(Tiny.Plan(Request(1))))
                Assert.Fail("There is nothing to be shown.");
        });
        Assert.Contains("overflowed", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(5000)]
    public void Plan_ImpossibleFrames_SaysWhatToTake(int frames) =>
        AssertRefused(Request(1) with { Frames = frames }, "frames are not possible");

    [Fact]
    public void Plan_FramesOff_NamesTheNeighbours() => AssertRefused(Request(1) with { Frames = 50 }, "take 49 or 53");

    [Theory]
    [InlineData(100, 64, "multiple of 16")]
    [InlineData(96, 0, "multiple of 16")]
    [InlineData(96, 8192, "multiple of 16")]
    [InlineData(96, 80, "96 x 64 only")]
    public void Plan_ImpossibleSize_SaysWhatToTake(int width, int height, string says) =>
        AssertRefused(Request(1) with { Width = width, Height = height }, says);

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void Plan_ImpossibleSteps_SaysWhatToTake(int steps) => AssertRefused(Request(1) with { Steps = steps }, "1 to 1000");

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Plan_ImpossibleGuidance_SaysWhatToTake(double guidance) =>
        AssertRefused(Request(1) with { Guidance = guidance }, "0 to 100");

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("\u200B\u2060 \u202E\uFEFF\u00AD\uFE0F\u3164\u2800")]
    public void Plan_EmptyPrompt_SaysSo(string prompt) => AssertRefused(Request(1) with { Prompt = prompt }, "prompt is empty");

    [Fact]
    public void Plan_LongPrompt_SaysThatItIsCut()
    {
        var plan = Tiny.Plan(Request(1) with { Prompt = string.Join(' ', Enumerable.Repeat("red circle", 100)) });
        Assert.Contains("64", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_FillsInTheModelsOwn()
    {
        var plan = Tiny.Plan(Request(1) with { Frames = null });
        Assert.Equal((49, 96, 64, true, 8.0), (plan.Frames, plan.Width, plan.Height, plan.DynamicGuidance, plan.FramesPerSecond));
    }

    // The file is bfloat16: all ones are not numbers.
    private static void FillWithNaN(string path, string tensor)
    {
        byte[] file = File.ReadAllBytes(path);
        int header = BitConverter.ToInt32(file, 0);
        using var json = System.Text.Json.JsonDocument.Parse(file.AsMemory(8, header));
        var offsets = json.RootElement.GetProperty(tensor).GetProperty("data_offsets");
        file.AsSpan((8 + header + offsets[0].GetInt32())..(8 + header + offsets[1].GetInt32())).Fill(0xFF);
        File.WriteAllBytes(path, file);
    }

    private static TextToVideo Request(uint seed) =>
        new()
        {
            Prompt = "a red circle moves up on a white background",
            Seed = seed,
            Steps = 2,
            Frames = 9,
        };

    private async Task<List<Frame>> FramesAsync(GenerationRequest request)
    {
        var frames = new List<Frame>();
        await foreach (var frame in _pipeline.GenerateAsync(Tiny.Plan(request)))
            frames.Add(frame);
        return frames;
    }

    private static void AssertRefused(GenerationRequest request, string says) =>
        Assert.Contains(
            says, Assert.Throws<InvalidRequestException>(() => Tiny.Plan(request)).Message, StringComparison.Ordinal);

    // Progress<T> would report later and elsewhere.
    private sealed class Collector(Action<GenerationProgress> report) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => report(value);
    }
}
