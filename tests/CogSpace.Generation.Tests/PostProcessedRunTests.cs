using CogSpace.PostProcess.Media;

namespace CogSpace.Generation.Tests;

/// <summary>Generation and inversion with something done to the frames.</summary>
public sealed class PostProcessedRunTests : IDisposable
{
    private static readonly TextToVideo Request = new()
    {
        Prompt = "a red circle moves up on a white background",
        Seed = 1,
        Steps = 1,
        Frames = 9,
    };
    private static readonly VideoInversion Inversion = new()
    {
        Prompt = "a red circle",
        Seed = 1,
        Steps = 1,
        Video = "none.mp4",
    };

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();
    private readonly VideoReader _videos = new(new ReadingOptions());
    private readonly Generator _generator;

    public PostProcessedRunTests() => _generator = Generator.Create(new GeneratorOptions
    {
        ModelsFolder = Repository.Models,
        Pipeline = new PipelineOptions { Device = "cpu", Type = ComputeType.F32 },
        Networks = new NetworkOptions { Device = "cpu", CacheFolder = _cache.FullPath },
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModelInfo Tiny => _generator.Models.Find("cogspace-tiny");

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public async Task Before_IsTheClipAsTheModelMadeIt()
    {
        var output = new GenerationOutput(
            _folder["video.mp4"], Poster: _folder["poster.jpg"], Before: _folder["before.mp4"]);
        var result = await _generator
            .GenerateAsync(
                Plan(Request with { PostProcessing = new PostProcessing(Upscale: true, Interpolate: 2) }), Tiny,
                output,
                cancel: Cancel
            );

        Assert.Equal(new VideoInfo(384, 256, 17, 16), result.Recipe.Result);
        Assert.Equal(new VideoInfo(384, 256, 17, 16), await _videos.ProbeAsync(output.Video, Cancel));
        Assert.Equal(new VideoInfo(96, 64, 9, 8), await _videos.ProbeAsync(output.Before!, Cancel));
        Assert.Equal("384", (await Programs.ProbeAsync(output.Poster!)).GetProperty("width").ToString());
        Assert.Equal(["before.mp4", "poster.jpg", "video.mp4"], _folder.Names.Order());

        // It is the clip that the same request makes without postProcessing.
        await _generator.GenerateAsync(Plan(Request), Tiny, new GenerationOutput(_folder["plain.mp4"]), cancel: Cancel);
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["plain.mp4"], Cancel), await File.ReadAllBytesAsync(output.Before!, Cancel));
    }

    [Fact]
    public async Task Recipe_NamesTheWeights()
    {
        var result = await _generator
            .GenerateAsync(
                Plan(Request with
                {
                    PostProcessing = new PostProcessing(Upscale: true, Interpolate: 4, Upscaler: "lanczos-2x"),
                }),
                Tiny,
                new GenerationOutput(_folder["video.mp4"]),
                cancel: Cancel
            );

        var use = result.Recipe.PostProcessing!;
        Assert.Equal(new AppliedNetwork("lanczos", 2, null), use.Upscaler);
        Assert.Equal(
            new AppliedNetwork(
                "flownet.pkl", 4,
                await FileHash.OfAsync(Path.Combine(Repository.Models, "rife-tiny", "flownet.pkl"), Cancel)),
            use.Interpolator
        );
        Assert.Equal(RecipeJson.Write(result.Recipe), (await _videos.ReadTagsAsync(_folder["video.mp4"], Cancel)).Comment);
    }

    [Fact]
    public async Task Before_WithoutPostProcessing_IsNotWritten()
    {
        await _generator
            .GenerateAsync(
                Plan(Request with { PostProcessing = null }), Tiny,
                new GenerationOutput(_folder["video.mp4"], Before: _folder["before.mp4"]),
                cancel: Cancel
            );

        Assert.Equal(["video.mp4"], _folder.Names);
    }

    [Fact]
    public async Task Before_OfAVideoThatIsOnlyInterpolated_HasTheFramesOfTheModel()
    {
        var result = await _generator
            .GenerateAsync(
                Plan(Request with { PostProcessing = new PostProcessing(Interpolate: 2) }), Tiny,
                new GenerationOutput(_folder["video.mp4"], Before: _folder["before.mp4"]),
                cancel: Cancel
            );

        var before = await _videos.ProbeAsync(_folder["before.mp4"], Cancel);
        Assert.Equal((result.Recipe.Made.Frames, 8.0), (before.Frames, before.FramesPerSecond));
        Assert.Equal((2 * before.Frames) - 1, (await _videos.ProbeAsync(_folder["video.mp4"], Cancel)).Frames);
    }

    [Fact]
    public async Task Cancelled_WhileUpscaling_LeavesNothing()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var progress = new Listener(value =>
        {
            if (value is { Stage: GenerationStage.Upscaling, Step: >= 3 })
                stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _generator
                .GenerateAsync(
                    Plan(Request with { PostProcessing = new PostProcessing(Upscale: true) }), Tiny,
                    new GenerationOutput(_folder["video.mp4"], Poster: _folder["poster.jpg"], Before: _folder["before.mp4"]),
                    progress,
                    cancel: stop.Token
                )
        );
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData("choose 2 or 4", 3, null)]
    [InlineData("There are no weights \"none\" for upscaling", 1, "none")]
    public async Task ImpossiblePostProcessing_IsRefusedBeforeTheModelIsLoaded(string says, int factor, string? upscaler)
    {
        var postProcessing = new PostProcessing(Upscale: true, factor, upscaler);
        var stages = new List<GenerationStage>();
        var listener = new Listener(value => stages.Add(value.Stage));

        var e = await Assert.ThrowsAnyAsync<CogSpaceException>(() =>
            _generator
                .GenerateAsync(
                    Plan(Request with { PostProcessing = postProcessing }), Tiny,
                    new GenerationOutput(_folder["video.mp4"]),
                    listener,
                    cancel: Cancel
                )
        );
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAnyAsync<CogSpaceException>(() =>
            _generator
                .InvertAsync(
                    Plan(Inversion with { PostProcessing = postProcessing }, new VideoInfo(96, 64, 9, 8)), Tiny,
                    new InversionOutput(_folder["video.mp4"]),
                    listener,
                    Cancel
                )
        );
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Empty(stages);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData("realesrgan-tiny/realesr-tiny-x4.pth", true)]
    [InlineData("rife-tiny/flownet.pkl", false)]
    public async Task NoNumbersInTheWeights_AreFoundBeforeTheModelIsLoaded(string network, bool upscales)
    {
        using var weights = new TemporaryFolder();
        byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(Repository.Models, network), Cancel);
        Array.Fill(bytes, byte.MaxValue, bytes.Length / 2, 64); // in the middle of the tensors, which are stored as they are
        await File.WriteAllBytesAsync(weights["damaged.pth"], bytes, Cancel);
        var wanted = upscales
            ? new PostProcessing(Upscale: true, Upscaler: weights["damaged.pth"])
            : new PostProcessing(Interpolate: 2, Interpolator: weights["damaged.pth"]);
        var stages = new List<GenerationStage>();
        var listener = new Listener(value => stages.Add(value.Stage));

        for (int time = 0; time < 2; time++)         // the first leaves nothing behind that the second would take for good
        {
            var e = await Assert.ThrowsAsync<ModelLoadException>(() =>
                _generator
                    .GenerateAsync(
                        Plan(Request with { PostProcessing = wanted }), Tiny,
                        new GenerationOutput(_folder["video.mp4"]),
                        listener,
                        cancel: Cancel
                    )
            );
            Assert.Contains("damaged.pth", e.Message, StringComparison.Ordinal);
            Assert.Contains("holds NaN", e.Message, StringComparison.Ordinal);
        }

        Assert.Empty(stages);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Plan_ImpossibleFactor_IsRefused() =>
        Assert.Throws<InvalidRequestException>(() =>
            Plan(Request with { PostProcessing = new PostProcessing(Interpolate: 3) }));

    private GenerationPlan Plan(GenerationRequest request, VideoInfo? source = null) =>
        _generator.Models.Plan(request, Tiny, source);

    private sealed class Listener(Action<GenerationProgress> listen) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => listen(value);
    }
}
