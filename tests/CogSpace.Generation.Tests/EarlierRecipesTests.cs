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
            ("text-to-video", "DDIM", "leading", 4, false),
            (recipe.Task, recipe.Scheduler, recipe.Spacing, recipe.Guidance, recipe.DynamicGuidance));
        Assert.Equal((7u, 2, new VideoInfo(96, 64, 9, 8)), (recipe.Seed, recipe.Steps, recipe.Result));
        Assert.Equal(("bfloat16", "cpu", "cogspace-tiny"), (recipe.Type, recipe.Device, recipe.Model));
    }

    [Fact]
    public async Task Enlarged_KeepsWhatWasDone()
    {
        var recipe = await ReadAsync("text-enlarged-int8");
        Assert.Equal(
            ("blue", uint.MaxValue, 0.3, "int8", "float32"),
            (recipe.NegativePrompt, recipe.Seed, recipe.StepCache, recipe.Weights, recipe.Type));
        Assert.Equal(("realesr-tiny-x4.pth", 4), (recipe.Enhancement!.Upscaler!.File, recipe.Enhancement.Upscaler.Factor));
        Assert.Equal(("flownet.pkl", 2), (recipe.Enhancement.Interpolator!.File, recipe.Enhancement.Interpolator.Factor));
        Assert.Equal(new VideoInfo(384, 256, 17, 16), recipe.Result);
    }

    [Fact]
    public async Task WithALora_KeepsItsFileAndScale()
    {
        var lora = Assert.Single((await ReadAsync("text-lora")).Loras!);
        Assert.Equal(("warm-colours.safetensors", 0.5), (lora.File, lora.Scale));
    }

    [Fact]
    public async Task FromAPicture_KeepsTheCrop()
    {
        var recipe = await ReadAsync("image-crop");
        Assert.Equal(("image-to-video", new Crop(0.5, 1, 2)), (recipe.Task, recipe.Crop));
        Assert.Equal("4a9386063b9abfee7a3ef5e30eca8f07f6fede57211b33f3871c8494ca52249a", recipe.SourceSha256);
    }

    [Fact]
    public async Task FromAVideo_KeepsTheStrength()
    {
        var recipe = await ReadAsync("video-strength");
        Assert.Equal(("video-to-video", 0.5), (recipe.Task, recipe.Strength));
    }

    [Fact]
    public async Task Inversion_KeepsItsName() => Assert.Equal(Recipe.Inversion, (await ReadAsync("inversion")).Task);

    private async Task<Recipe> ReadAsync(string name)
    {
        string path = Path.Combine(Repository.Root, "tests", "fixtures", "written-by-7b601d8", "recipes", $"{name}.mp4");
        return RecipeTags.Read(await _videos.ReadTagsAsync(path, TestContext.Current.CancellationToken))!;
    }
}
