namespace CogSpace.Generation.Tests;

/// <summary>Files that lie there already: what they are, how they were made, what else they can become.</summary>
public sealed class GeneratorFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Generator _generator = Generator.Create(new GeneratorOptions
    {
        ModelsFolder = Repository.Models,
        Pipeline = new PipelineOptions { Device = "cpu", Type = ComputeType.F32 },
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task AVideoThatWasMadeHere_SaysSo_AndBecomesOtherFormats()
    {
        string video = _folder["video.mp4"];
        var model = _generator.Models.Find("cogspace-tiny");
        var plan = await _generator.PlanAsync(
            new TextToVideo { Prompt = "a red circle", Seed = 7, Steps = 1, Frames = 9 }, model, Cancel);
        var result = await _generator.GenerateAsync(plan, model, new GenerationOutput(video), cancel: Cancel);

        Assert.Equal(plan.Made, await _generator.ProbeVideoAsync(video, Cancel));
        Assert.Equal(plan.Made, await _generator.CheckVideoAsync(video, Cancel));
        Assert.Equal(
            RecipeJson.Write(result.Recipe), RecipeJson.Write((await _generator.ReadRecipeAsync(video, Cancel))!));
        Assert.Equal(7u, (await _generator.RequireRecipeAsync(video, Cancel)).Request.Seed);

        await _generator.ConvertAsync(video, VideoFormat.Gif, _folder["other.gif"], Cancel);
        Assert.Null(await _generator.ReadRecipeAsync(_folder["other.gif"], Cancel));
        var e = await Assert.ThrowsAsync<InvalidRequestException>(
            () => _generator.RequireRecipeAsync(_folder["other.gif"], Cancel));
        Assert.Contains("carries no recipe", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APicture_IsReadAsOne_AndIsNoVideo()
    {
        await File.WriteAllBytesAsync(
            _folder["picture.png"], PngEncoder.Encode(new Frame(16, 16, new byte[16 * 16 * Frame.Channels])), Cancel);

        Assert.Equal(16, (await _generator.ReadPictureAsync(_folder["picture.png"], Cancel)).Width);
        await Assert.ThrowsAsync<MediaException>(() => _generator.CheckVideoAsync(_folder["picture.png"], Cancel));
        await Assert.ThrowsAsync<MediaException>(() => _generator.ReadPictureAsync(_folder["none.png"], Cancel));
    }

    [Fact]
    public async Task FindAsync_WeightsOfARecipe_AreFoundByWhatIsInThem()
    {
        string weights = Path.Combine(Repository.Models, "rife-tiny", "flownet.pkl");
        var applied = new AppliedNetwork("renamed.pkl", 2, await FileHash.OfAsync(weights, Cancel));

        Assert.Equal(weights, await _generator.PostProcessor.FindAsync(applied, Cancel));
        Assert.Null(await _generator.PostProcessor.FindAsync(applied with { Sha256 = "none" }, Cancel));
        Assert.Equal("lanczos-2x", await _generator.PostProcessor.FindAsync(new AppliedNetwork("lanczos", 2, null), Cancel));
    }
}
