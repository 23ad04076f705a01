namespace CogSpace.Generation.Tests;

/// <summary>What is kept of a video beside its frames: its poster, and what was asked for.</summary>
public sealed class GeneratorTests : IDisposable
{
    private static readonly TextToVideo Request = new()
    {
        Prompt = "a red circle moves from left to right on a white background",
        NegativePrompt = "blue",
        Seed = 18446744073709551610,
        Steps = 2,
        Guidance = 4.5,
        StepCache = 0.1,
        Frames = 9,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly Generator _generator = Generator.Create(new GeneratorOptions
    {
        ModelsFolder = Repository.Models,
        Pipeline = new PipelineOptions { Device = "cpu", Type = ComputeType.F32 },
    });

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Poster_IsTheFrameInTheMiddle()
    {
        var output = new GenerationOutput(_folder["video.mp4"], Poster: _folder["poster.jpg"]);
        await RunAsync(Request with { Seed = 42, Steps = 20, Guidance = 6, Frames = null }, output);

        var frames = (await DecodedClip.ReadAsync(output.Video)).Frames;
        byte[] poster = Assert.Single((await DecodedClip.ReadAsync(output.Poster!)).Frames);
        var quality = frames.Select(frame => DecodedClip.Psnr(frame, poster)).ToList();
        // JPEG blurs the difference between neighbours.
        Assert.InRange(quality.IndexOf(quality.Max()), (frames.Count / 2) - 1, (frames.Count / 2) + 1);
    }

    [Fact]
    public async Task Recipe_HasEverythingThatWasAskedFor()
    {
        var text = await RunAsync(Request, new GenerationOutput(_folder["text.mp4"]));
        Assert.Equal(
            (Request.Prompt, "blue", Request.Seed, 2, 4.5, 0.1, 9),
            (text.Request.Prompt, text.Request.NegativePrompt, text.Request.Seed, text.Request.Steps, text.Request.Guidance,
                text.Request.StepCache, text.Request.Frames));
        Assert.IsType<TextToVideo>(text.Request);

        var restyled = await RunAsync(
            new VideoToVideo
            {
                Prompt = Request.Prompt,
                Seed = 5,
                Steps = 4,
                Strength = 0.5,
                Video = _folder["text.mp4"],
                Crop = new Crop(0, 1, 2),
            },
            new GenerationOutput(_folder["restyled.mp4"]));
        var asked = Assert.IsType<VideoToVideo>(restyled.Request);
        Assert.Equal((5u, 0.5, new Crop(0, 1, 2)), (asked.Seed, asked.Strength, asked.Crop));
        Assert.Equal(await FileHash.OfAsync(_folder["text.mp4"], TestContext.Current.CancellationToken), restyled.SourceSha256);
    }

    private async Task<Recipe> RunAsync(GenerationRequest request, GenerationOutput output)
    {
        var model = _generator.Models.Find("cogspace-tiny");
        var cancel = TestContext.Current.CancellationToken;
        var plan = await _generator.PlanAsync(request, model, cancel);
        var result = await _generator.GenerateAsync(plan, model, output, cancel: cancel);
        return result.Recipe;
    }
}
