using System.Text.Json;
using CogSpace.PostProcess.Media;

namespace CogSpace.Generation.Tests;

public sealed class RecipeJsonTests
{
    // As it stood in files before recipes said what was done to the frames.
    private const string Old = """
        {"aiGenerated":true,"prompt":"a red circle","negativePrompt":"","model":"cogspace-tiny","seed":7,"steps":20,"guidance":6,"dynamicGuidance":true,"scheduler":"DPM","frames":49,"width":96,"height":64,"framesPerSecond":8,"type":"bfloat16","device":"cpu","program":"CogSpace 0.1.0"}
        """;

    private static readonly VideoToVideo Everything = new()
    {
        Prompt = "a blue ring",
        NegativePrompt = "red",
        Seed = (1UL << 53) + 1,         // more than a JavaScript number holds
        Video = "c0ffee",
        Crop = new Crop(0, 1, 2),
        Strength = 0.5,
        Steps = 7,
        Guidance = 4.5,
        DynamicGuidance = true,
        Scheduler = SchedulerKind.Ddim,
        Spacing = TimestepSpacing.Leading,
        StepCache = 0.1,
        Frames = 9,
        Width = 96,
        Height = 64,
    };

    [Fact]
    public void Read_AnOldRecipe_HasTheModelsFrames()
    {
        var recipe = RecipeJson.Read(Old)!;

        Assert.Null(recipe.PostProcessing);
        Assert.IsType<TextToVideo>(recipe.Request);
        Assert.Equal(0, recipe.Request.StepCache);
        Assert.Equal(new VideoInfo(96, 64, 49, 8), recipe.Result);
    }

    [Fact]
    public void Write_ThenRead_KeepsWhatWasDoneToTheSource()
    {
        var old = RecipeJson.Read(Old)!;
        var recipe = old with { SourceConversion = new SourceConversion(SourceColour.Pq, Deinterlaced: true) };

        Assert.Null(old.SourceConversion);
        Assert.DoesNotContain("sourceConversion", RecipeJson.Write(old), StringComparison.Ordinal);
        Assert.Contains(
            "\"sourceConversion\":{\"colour\":\"pq\",\"deinterlaced\":true}", RecipeJson.Write(recipe), StringComparison.Ordinal);
        Assert.Equal(recipe.SourceConversion, RecipeJson.Read(RecipeJson.Write(recipe))!.SourceConversion);
        Assert.Contains(
            "source deinterlaced, source converted from HDR (PQ)", RecipeTags.Of(recipe).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_NamesEverySetting()
    {
        string[] besideIt = [nameof(VideoToVideo.Loras), nameof(VideoToVideo.PostProcessing)];      // with their hashes
        var usual = new VideoToVideo { Prompt = "", Seed = 0, Video = "" };

        Assert.All(
            typeof(VideoToVideo).GetProperties().Where(property => property.CanWrite && !besideIt.Contains(property.Name)),
            setting => Assert.NotEqual(setting.GetValue(usual), setting.GetValue(Everything)));
    }

    [Fact]
    public void Write_ThenRead_IsTheSame()
    {
        var recipe = RecipeJson.Read(Old)! with
        {
            Request = Everything,
            PostProcessing = new AppliedPostProcessing(
                new AppliedNetwork("x4.pth", 4, "00ff"), new AppliedNetwork("flownet.pkl", 2, "ee11"),
                new VideoInfo(384, 256, 97, 16)),
        };
        string json = RecipeJson.Write(recipe);

        Assert.Equal(recipe, RecipeJson.Read(json));
        Assert.Equal(new VideoInfo(384, 256, 97, 16), RecipeJson.Read(json)!.Result);
        Assert.Contains("\"seed\":9007199254740993,", json, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', json);
    }

    [Fact]
    public void Write_ThenRead_KeepsStretchingAndWhatHasNoHash()
    {
        var recipe = RecipeJson.Read(Old)! with
        {
            Request = new ImageToVideo { Prompt = "a heart", Seed = 1, Image = "c0ffee", Crop = null },
            Loras = [new LoraUse("style.safetensors", 0.8, "aa")],
            PostProcessing = new AppliedPostProcessing(
                new AppliedNetwork(AppliedNetwork.Lanczos, 2, null), null, new VideoInfo(192, 128, 49, 8)),
        };
        var read = RecipeJson.Read(RecipeJson.Write(recipe))!;

        Assert.Null(Assert.IsType<ImageToVideo>(read.Request).Crop);
        Assert.Equal("c0ffee", read.SourceSha256);
        Assert.Equal([new LoraFile("style.safetensors", 0.8)], read.Request.Loras!);
        Assert.Equal(new PostProcessing(Upscale: true, Upscaler: "lanczos-2x"), read.Request.PostProcessing);
        Assert.Null((read with { PostProcessing = null }).Request.PostProcessing);
    }

    [Theory]
    [InlineData("{\"aiGenerated\":true,\"version\":3}")]
    [InlineData("{\"aiGenerated\":true,\"version\":\"2\"}")]
    [InlineData("{\"aiGenerated\":true,\"version\":2,\"request\":{\"prompt\":\"p\",\"seed\":1}}")]
    public void Read_OfAnotherVersion_IsNone_ButIsMarked(string text)
    {
        Assert.Null(RecipeJson.Read(text));
        Assert.True(RecipeJson.IsMarked(text));
        Assert.False(RecipeJson.IsMarked("a comment"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a comment")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"aiGenerated\":true}")]
    [InlineData("{\"aiGenerated\":true,\"prompt\":null}")]
    public void Read_SomethingElse_IsNone(string? text) => Assert.Null(RecipeJson.Read(text));

    [Theory]
    [InlineData("[]", "a recipe is an object")]
    [InlineData("""{"version":3}""", "it is of version 3")]
    [InlineData("""{"version":"two"}""", "it is not a recipe")]
    public void Read_InAnotherFile_SaysWhatIsWrong(string json, string says)
    {
        var options = new JsonSerializerOptions { Converters = { new RecipeJson() } };

        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Recipe>(json, options));

        Assert.StartsWith(says, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"seed\":7", "\"seed\":7,\"seed\":7")]
    [InlineData("\"aiGenerated\":true", "\"aiGenerated\":true,\"aiGenerated\":true")]
    [InlineData("\"guidance\":6", "\"guidance\":1e999")]
    [InlineData("\"framesPerSecond\":8", "\"framesPerSecond\":-1e999")]
    [InlineData("\"seed\":7", "\"seed\":1e99")]
    [InlineData("a red circle", "\\ud800")]
    [InlineData("\"width\":96", "\"\\ud800\":96")]
    [InlineData("\"negativePrompt\":\"\"", "\"negativePrompt\":{}")]
    public void Read_WhatSomebodyMadeUp_IsNone(string part, string instead)
    {
        Assert.Contains(part, Old, StringComparison.Ordinal);
        Assert.Null(RecipeJson.Read(Old.Replace(part, instead, StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_WhatIsTooLongOrTooDeep_IsNone()
    {
        string prompt = new('a', 60_000);
        Assert.NotNull(RecipeJson.Read(Old.Replace("a red circle", prompt, StringComparison.Ordinal)));
        Assert.Null(RecipeJson.Read(Old.Replace("a red circle", prompt + prompt, StringComparison.Ordinal)));
        string deep = $"{new string('[', 5000)}{new string(']', 5000)}";
        Assert.Null(RecipeJson.Read(Old.Replace("\"seed\":7", $"\"seed\":7,\"more\":{deep}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tags_TellPeople()
    {
        var recipe = RecipeJson.Read(Old)! with
        {
            Loras = [new LoraUse("style.safetensors", 0.8, "aa")],
            PostProcessing = new AppliedPostProcessing(
                new AppliedNetwork(AppliedNetwork.Lanczos, 4, null), null, new VideoInfo(384, 256, 49, 8)),
        };
        var tags = RecipeTags.Of(recipe);

        Assert.Equal("a red circle", tags.Title);
        Assert.Equal(
            "AI-generated by CogSpace 0.1.0 with cogspace-tiny: seed 7, 20 steps, guidance 6 (dynamic), DPM, 96 x 64, " +
            "bfloat16, LoRA style.safetensors x 0.8, upscaled 4 times by lanczos.",
            tags.Description);
        Assert.Equal(RecipeJson.Write(recipe), RecipeJson.Write(RecipeTags.Read(tags)!));
        Assert.Null(RecipeTags.Read(new VideoTags("", "{}")));
    }

    [Fact]
    public void After_KeepsWhatWasDoneBefore()
    {
        var earlier = new AppliedPostProcessing(new AppliedNetwork("x4.pth", 4, "00"), null, new VideoInfo(384, 256, 49, 8));
        var later = new AppliedPostProcessing(null, new AppliedNetwork("flownet.pkl", 2, "11"), new VideoInfo(384, 256, 97, 16));

        Assert.Equal(later with { Upscaler = earlier.Upscaler }, later.After(earlier));
        Assert.Equal(later, later.After(null));
    }
}
