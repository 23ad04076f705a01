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
    public async Task AWatermark_StandsInTheRecipe_AndMakesTheSameVideoAgain()
    {
        using var marking = Generator.Create(new GeneratorOptions
        {
            ModelsFolder = Repository.Models,
            Pipeline = new PipelineOptions { Device = "cpu", Type = ComputeType.F32 },
            Encoding = new EncodingOptions { Watermark = " Made by AI " },
        });
        foreach (var (generator, name) in new[] { (marking, "marked"), (marking, "again"), (_generator, "plain") })
        {
            var model = generator.Models.Find("cogspace-tiny");
            var plan = await generator.PlanAsync(
                new TextToVideo { Prompt = "a red circle", Seed = 7, Steps = 1, Frames = 9 }, model, Cancel);
            await generator.GenerateAsync(plan, model, new GenerationOutput(_folder[$"{name}.mp4"]), cancel: Cancel);
        }

        byte[] marked = await File.ReadAllBytesAsync(_folder["marked.mp4"], Cancel);
        Assert.Equal(marked, await File.ReadAllBytesAsync(_folder["again.mp4"], Cancel));
        Assert.NotEqual(marked, await File.ReadAllBytesAsync(_folder["plain.mp4"], Cancel));
        var recipe = await _generator.RequireRecipeAsync(_folder["marked.mp4"], Cancel);
        Assert.Equal("Made by AI", recipe.Watermark);
        Assert.EndsWith("watermark \"Made by AI\".", RecipeTags.Of(recipe).Description, StringComparison.Ordinal);
        var plain = await _generator.RequireRecipeAsync(_folder["plain.mp4"], Cancel);
        Assert.DoesNotContain("watermark", RecipeJson.Write(plain), StringComparison.OrdinalIgnoreCase);

        var twice = new PostProcessing(Upscale: true, Upscaler: "lanczos-2x");
        foreach (var (generator, name) in new[] { (marking, "larger"), (_generator, "larger-plain") })
            await generator.PostProcessAsync(
                _folder["marked.mp4"], twice, new GenerationOutput(_folder[$"{name}.mp4"]), cancel: Cancel);
        Assert.Equal(        // it is not drawn again over itself
            await File.ReadAllBytesAsync(_folder["larger.mp4"], Cancel),
            await File.ReadAllBytesAsync(_folder["larger-plain.mp4"], Cancel));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(9, 9)]
    [InlineData(50, 9)]
    public async Task SampleAsync_TakesPicturesFromTheWholeVideo(int count, int expected)
    {
        string video = _folder["video.mp4"];
        await using (var file = new PostProcess.Media.VideoWriter(new EncodingOptions()).Create(video, 8, cancel: Cancel))
        {
            for (int i = 0; i < 9; i++)
                await file.WriteAsync(new Frame(1040, 64, [.. Enumerable.Repeat((byte)(i * 25), 1040 * 64 * 3)]));
            await PostProcess.Media.VideoFile.PublishAllAsync(file);
        }

        var pictures = await _generator.SampleAsync(video, count, Cancel);

        Assert.Equal(expected, pictures.Count);
        var seen = new List<int>();
        foreach (byte[] picture in pictures)
        {
            await File.WriteAllBytesAsync(_folder["picture.jpg"], picture, Cancel);
            var frame = await _generator.ReadPictureAsync(_folder["picture.jpg"], Cancel);
            Assert.Equal(512, frame.Width);
            seen.Add(frame.Pixels.Span[0]);
        }

        Assert.Equal(seen.Order(), seen);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.InRange(seen.Average(), 75, 125);       // around the middle of 0 to 200
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
