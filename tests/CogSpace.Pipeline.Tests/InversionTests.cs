namespace CogSpace.Pipeline.Tests;

public sealed class InversionTests : IDisposable
{
    private const string Prompt = "a red circle moves up on a white background";

    private readonly CogVideoXPipeline _pipeline = Model.Open(Repository.TinyModel).Load(
        new PipelineOptions { Device = "cpu", Type = ComputeType.F32 });

    public void Dispose() => _pipeline.Dispose();

    // The prompt says nothing of this video, so what is like it in the result comes from looking at its walk to noise.
    // Measured: 12.9 dB instead of 8.9.
    [Fact]
    public async Task InvertAsync_ComesNearerToTheVideoThanThePromptAlone()
    {
        var source = await SampleClip.MakeAsync(
            _pipeline, "a blue ring moves from left to right on a yellow background", seed: 11, frames: 49);
        var request = Request with { Steps = 15, Guidance = 1 };
        using var inverted = await _pipeline.InvertAsync(Plan(request, source), source);
        var remade = await _pipeline.DecodeAsync(inverted.Remade).ToListAsync();
        var alone = await _pipeline
            .GenerateAsync(
                Tiny.Plan(
                    new TextToVideo
                    {
                        Prompt = Prompt,
                        Seed = request.Seed,
                        Steps = 15,
                        Guidance = 1,
                        Scheduler = SchedulerKind.Ddim,
                    }
                )
            )
            .ToListAsync();

        Assert.Equal(source.Frames.Count, remade.Count);
        double near = SampleClip.Psnr(source.Frames, remade), far = SampleClip.Psnr(source.Frames, alone);
        TestContext.Current.TestOutputHelper?.WriteLine($"remade {near:0.0} dB, made of the prompt alone {far:0.0} dB");
        Assert.True(near > far + 2, $"remade {near:0.0} dB, made of the prompt alone {far:0.0} dB");
    }

    [Fact]
    public async Task InvertAsync_SameSeed_SameVideo()
    {
        var source = await SampleClip.MakeAsync(_pipeline, Prompt, seed: 11);
        var frames = new List<byte[]>();
        foreach (uint seed in new uint[] { 4, 4, 5 })
        {
            using var inverted = await _pipeline.InvertAsync(Plan(Request with { Seed = seed }, source), source);
            frames.Add((await _pipeline.DecodeAsync(inverted.Remade).FirstAsync()).Pixels.ToArray());
        }

        Assert.Equal(frames[0], frames[1]);
        Assert.NotEqual(frames[0], frames[2]);
    }

    [Fact]
    public async Task InvertAsync_ReportsEveryStepOfBothWalks()
    {
        var source = await SampleClip.MakeAsync(_pipeline, Prompt, seed: 11);
        var reports = new List<GenerationProgress>();
        using var inverted = await _pipeline.InvertAsync(Plan(Request, source), source, new Collector(reports.Add));
        Assert.Equal(
            [GenerationStage.Encoding, GenerationStage.ReadingPrompt, GenerationStage.Inverting, GenerationStage.Denoising],
            reports.Select(report => report.Stage).Distinct());
        foreach (var stage in new[] { GenerationStage.Inverting, GenerationStage.Denoising })
            Assert.Equal([0, 1, 2], reports.Where(report => report.Stage == stage).Select(report => report.Step));
    }

    [Fact]
    public async Task Write_KeepsBothWalks_AndTheAutoencoderReadsThem()
    {
        using var folder = new TemporaryFolder();
        var source = await SampleClip.MakeAsync(_pipeline, Prompt, seed: 11);
        using var inverted = await _pipeline.InvertAsync(Plan(Request, source), source);
        inverted.Write(folder["walk.safetensors"]);

        using (var file = CogSpace.Weights.SafetensorsFile.Open(folder["walk.safetensors"]))
        {
            Assert.Equal<long>([1, 3, 8, 8, 12], file.Tensors["video"].Shape);
            Assert.Equal<long>([2, 1, 3, 8, 8, 12], file.Tensors["inverse"].Shape);
            Assert.Equal<long>([2, 1, 3, 8, 8, 12], file.Tensors["reconstruction"].Shape);
        }

        using var autoencoder = Model.Open(Repository.TinyModel).LoadAutoencoder(
            new PipelineOptions { Device = "cpu", Type = ComputeType.F32 });
        using var latents = autoencoder.Read(folder["walk.safetensors"]).Latents;
        Assert.Equal(
            (await _pipeline.DecodeAsync(inverted.Remade).ToListAsync()).Select(frame => frame.Pixels.ToArray()),
            (await autoencoder.DecodeAsync(latents).ToListAsync()).Select(frame => frame.Pixels.ToArray()));
    }

    [Fact]
    public void Plan_TakesWhatComesOutAgain()
    {
        var plan = Plan(Request with { Frames = 14, SkipStart = 5, SkipEnd = 2, Stride = 2 }, frames: 100);
        Assert.Equal(new FrameSampling(2, 9, 4, First: 5), plan.Sampling);
        Assert.Equal((9, 9, SchedulerKind.Ddim, false), (plan.Frames, plan.OutputFrames, plan.Scheduler, plan.DynamicGuidance));
        Assert.Contains("9 frames of the video were taken instead of 14", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_ShortRest_TakesWhatIsThere() =>
        Assert.Equal(
            new FrameSampling(2, 17, 4, First: 63),
            Plan(Request with { Frames = 49, SkipStart = 63, Stride = 2 }, frames: 97).Sampling);

    [Fact]
    public void Plan_NothingLeft_SaysSo() =>
        AssertRefused(
            "No frames are left: the video has 20, and 25 are skipped",
            Request with
            {
                SkipStart = 20,
                SkipEnd = 5,
            }
        );

    [Fact]
    public void Plan_NegativeSkip_SaysSo() => AssertRefused("-1 frames cannot be skipped", Request with { SkipEnd = -1 });

    [Fact]
    public void Plan_NoStride_SaysSo() => AssertRefused("stride of 0", Request with { Stride = 0 });

    [Fact]
    public void Plan_NoFrames_SaysSo() => AssertRefused("0 frames are not possible", Request with { Frames = 0 });

    [Fact]
    public void Plan_ModelWithoutRotaryPositions_SaysWhatToTake()
    {
        var model = Model.Open(Path.Combine(Repository.Root, "tests", "golden", "models", "pipe_2b"));
        var error = Assert.Throws<InvalidRequestException>(() => model.Plan(Request, new VideoInfo(96, 64, 49, 8)));
        Assert.Contains("takes a model with rotary positions, such as CogVideoX-5b", error.Message, StringComparison.Ordinal);
    }

    private static VideoInversion Request { get; } = new() { Prompt = Prompt, Video = "clip.mp4", Seed = 4, Steps = 2 };

    private static GenerationPlan Plan(VideoInversion request, VideoClip source) => Plan(request, source.Frames.Count);

    private static GenerationPlan Plan(VideoInversion request, int frames) =>
        Tiny.Plan(request, new VideoInfo(96, 64, frames, 8));

    private static void AssertRefused(string says, VideoInversion request) =>
        Assert.Contains(says, Assert.Throws<InvalidRequestException>(() => Plan(request, 20)).Message, StringComparison.Ordinal);

    private sealed class Collector(Action<GenerationProgress> report) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => report(value);
    }
}
