namespace CogSpace.Generation.Tests;

/// <summary>Whether a video that is there was made as it would be made now.</summary>
public sealed class ResumingTests : IDisposable
{
    private static readonly ImageToVideo Request = new()
    {
        Prompt = "a pink heart moves up on a sky background",
        Seed = ulong.MaxValue,
        Image = "",
        Steps = 1,
        Frames = 9,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly Generator _generator = Create(ComputeType.F32);
    private readonly ModelInfo _model;

    public ResumingTests() => _model = _generator.Models.Find(Repository.TinyImageModel);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ImageToVideo Mine => Request with { Image = _folder["start.png"] };

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task FindMade_KnowsTheSamePromptSourceAndSettings()
    {
        await DrawnScene.SaveAsync(_folder["start.png"], [.. Enumerable.Repeat((byte)200, 96 * 64 * 3)], 96, 64);
        var plan = await _generator.PlanAsync(Mine, _model, Cancel);
        Assert.Null(await _generator.FindMadeAsync(plan, _model, _folder["out.mp4"], cancel: Cancel));
        await File.WriteAllTextAsync(_folder["out.mp4"], "a letter", Cancel);
        Assert.Null(await _generator.FindMadeAsync(plan, _model, _folder["out.mp4"], cancel: Cancel));
        await MakeAsync(plan);

        var made = await _generator.FindMadeAsync(plan, _model, _folder["out.mp4"], cancel: Cancel);
        Assert.Equal(ulong.MaxValue, made?.Request.Seed);
        Assert.True(await IsMadeAsync(Mine with { Seed = 1 }, isSeedRandom: true));

        Assert.False(await IsMadeAsync(Mine with { Seed = 1 }));
        Assert.False(await IsMadeAsync(Mine with { Prompt = "a pink heart moves down on a sky background" }));
        Assert.False(await IsMadeAsync(Mine with { NegativePrompt = "blue" }));
        Assert.False(await IsMadeAsync(Mine with { Steps = 2 }));
        Assert.False(await IsMadeAsync(Mine with { Frames = 17 }));
        Assert.False(await IsMadeAsync(Mine with { Crop = new Crop(0, 0, 2) }));
        using (var other = Create(ComputeType.BF16))
            Assert.Null(await other.FindMadeAsync(plan, _model, _folder["out.mp4"], cancel: Cancel));
        await DrawnScene.SaveAsync(_folder["start.png"], [.. Enumerable.Repeat((byte)9, 96 * 64 * 3)], 96, 64);
        Assert.False(await IsMadeAsync(Mine));
    }

    private static Generator Create(ComputeType type) => Generator.Create(new GeneratorOptions
    {
        ModelsFolder = Repository.Models,
        Pipeline = new PipelineOptions { Device = "cpu", Type = type },
    });

    private async Task<bool> IsMadeAsync(GenerationRequest request, bool isSeedRandom = false) =>
        await _generator.FindMadeAsync(
            await _generator.PlanAsync(request, _model, Cancel), _model, _folder["out.mp4"], isSeedRandom, Cancel) is not null;

    private Task<GenerationResult> MakeAsync(GenerationPlan plan) =>
        _generator.GenerateAsync(plan, _model, new GenerationOutput(_folder["out.mp4"]), cancel: Cancel);
}
