using CogSpace.PostProcess.Media;

namespace CogSpace.Generation.Tests;

/// <summary>Recipes in videos that an earlier program wrote (commit 7b601d8) stay readable.</summary>
public sealed class EarlierRecipesTests
{
    private readonly VideoReader _videos = new(new ReadingOptions());

    [Fact]
    public async Task Text_KeepsSchedulerAndSpacing()
    {
        var recipe = await ReadAsync("text-ddim-leading");
        Assert.Equal(
            ((SchedulerKind?)SchedulerKind.Ddim, (TimestepSpacing?)TimestepSpacing.Leading, 4.0, (bool?)false),
            (recipe.Request.Scheduler, recipe.Request.Spacing, recipe.Request.Guidance, recipe.Request.DynamicGuidance));
        Assert.IsType<TextToVideo>(recipe.Request);
        Assert.Equal((7ul, 2, new VideoInfo(96, 64, 9, 8)), (recipe.Request.Seed, recipe.Request.Steps, recipe.Result));
        Assert.Equal((new Computation("bfloat16", "cpu"), "cogspace-tiny"), (recipe.Computed, recipe.Model));
    }

    [Fact]
    public async Task Enlarged_KeepsWhatWasDone()
    {
        var recipe = await ReadAsync("text-enlarged-int8");
        Assert.Equal(
            ("blue", (ulong)uint.MaxValue, 0.3, "int8", "float32"),
            (
                recipe.Request.NegativePrompt, recipe.Request.Seed, recipe.Request.StepCache, recipe.Computed.Weights,
                recipe.Computed.Type));
        Assert.Equal(("realesr-tiny-x4.pth", 4), (recipe.PostProcessing!.Upscaler!.File, recipe.PostProcessing.Upscaler.Factor));
        Assert.Equal(("flownet.pkl", 2), (recipe.PostProcessing.Interpolator!.File, recipe.PostProcessing.Interpolator.Factor));
        Assert.Equal(new VideoInfo(384, 256, 17, 16), recipe.Result);
    }

    [Fact]
    public async Task WithALora_KeepsItsFileAndScale()
    {
        var recipe = await ReadAsync("text-lora");
        var lora = Assert.Single(recipe.Loras!);
        Assert.Equal(("warm-colours.safetensors", 0.5), (lora.File, lora.Scale));
        Assert.Equal([new LoraFile("warm-colours.safetensors", 0.5)], recipe.Request.Loras!);
    }

    [Fact]
    public async Task FromAPicture_KeepsTheCrop()
    {
        var recipe = await ReadAsync("image-crop");
        Assert.Equal(new Crop(0.5, 1, 2), Assert.IsType<ImageToVideo>(recipe.Request).Crop);
        Assert.Equal("4a9386063b9abfee7a3ef5e30eca8f07f6fede57211b33f3871c8494ca52249a", recipe.SourceSha256);
    }

    [Fact]
    public async Task FromAVideo_KeepsTheStrength() =>
        Assert.Equal(0.5, Assert.IsType<VideoToVideo>((await ReadAsync("video-strength")).Request).Strength);

    [Fact]
    public async Task Inversion_IsKnownAsOne() => Assert.IsType<VideoInversion>((await ReadAsync("inversion")).Request);

    private async Task<Recipe> ReadAsync(string name)
    {
        string path = Path.Combine(Repository.Root, "tests", "fixtures", "written-by-7b601d8", "recipes", $"{name}.mp4");
        return RecipeTags.Read(await _videos.ReadTagsAsync(path, TestContext.Current.CancellationToken))!;
    }
}
