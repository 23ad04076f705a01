using CogSpace.Generation;
using CogSpace.PostProcess.Media;
using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Examples;
using CogSpace.Web.Languages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CogSpace.Web.Tests.Examples;

/// <summary>What examples.json beside a model says.</summary>
public sealed class ModelGuidesTests : IDisposable
{
    private const long MostBytesOfClips = 2_000_000;

    private static readonly ModelCatalog Models = new(Repository.Models);
    private static readonly string[] Small = ["cogspace-tiny", "cogspace-tiny-i2v"];
    private static readonly string[] Languages = ["en", "zh-Hans", "ja"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> SmallModels => new(Small);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SmallModels))]
    public async Task Clips_AreWhatTheirFilesSay(string name)
    {
        var model = Models.Find(name);
        var guide = Guides().Of(model)!;

        Assert.NotEmpty(guide.Clips);
        foreach (var clip in guide.Clips)
        {
            string path = Path.Combine(model.Folder, ModelInfo.GuideFolder, clip.File);
            var recipe = RecipeTags.Read(
                await new VideoReader(new ReadingOptions()).ReadTagsAsync(path, TestContext.Current.CancellationToken))!;
            var wanted = clip.ToRequest(model.Preset);
            Assert.Equal(name, recipe.Model);
            Assert.Equal(
                (wanted.Prompt, wanted.Seed, wanted.Steps, wanted.Guidance, 0.0),
                (recipe.Request.Prompt, recipe.Request.Seed, recipe.Request.Steps, recipe.Request.Guidance,
                    recipe.Request.StepCache));
            Assert.Equal((clip.Upscale, clip.Interpolate), (recipe.PostProcessing?.Upscaler is not null, Times(recipe)));
            Assert.Equal(
                clip.Tab,
                recipe.Request switch
                {
                    ImageToVideo => StudioTab.Image,
                    VideoToVideo => StudioTab.Video,
                    _ => StudioTab.Prompt,
                });
        }
    }

    [Fact]
    public void SmallModels_HaveAClipForEachTab_InFewBytes()
    {
        var guides = Small.Select(name => Guides().Of(Models.Find(name))!).ToArray();

        Assert.All(
            Enum.GetValues<StudioTab>(),
            tab => Assert.Contains(guides, guide => guide.ClipsFor(tab) is [{ Upscale: true, Interpolate: 2 }, ..]));
        Assert.InRange(
            guides.Sum(guide => guide.Files.Distinct().Sum(file => new FileInfo(
                Path.Combine(Repository.Models, guide.Model, ModelInfo.GuideFolder, file)).Length)),
            1, MostBytesOfClips);
    }

    [Theory]
    [InlineData("CogVideoX-2B")]
    [InlineData("CogVideoX-5B")]
    [InlineData("CogVideoX-5B-I2V")]
    [InlineData("CogVideoX1.5-5B")]
    [InlineData("CogVideoX1.5-5B-I2V")]
    public void WithoutAFile_PublishedModelsAreKnownByTheirConfig(string variant)
    {
        var model = Models.Find("cogspace-tiny");
        var guide = Guides().Of(model with
        {
            Name = "somebody/model",
            Folder = _folder.FullPath,
            Preset = model.Preset with { Variant = variant },
        })!;

        Assert.True(guide.Prompts.Count >= 3);
        Assert.All(
            Languages,
            language => Assert.Contains(variant, guide.Advice!.Texts[language], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "advice": "plain" }""", null)]
    [InlineData("""{ "clips": [{ "file": "../secret.mp4", "poster": "a.jpg", "prompt": "", "seed": 1 }] }""", "bare name")]
    [InlineData("""{ "source": { "file": "a.exe", "poster": "a.jpg", "prompt": "", "seed": 1 } }""", "bare name")]
    [InlineData("""{ "clips": [{ "file": "a.mp4" }] }""", "missing required properties")]
    [InlineData("""{ "advice": { "ja": "なし" } }""", "one named \"en\"")]
    [InlineData("null", "null")]
    [InlineData("{", "examples.json")]
    public void AFileThatIsWrong_CountsAsNone_AndTheLogSaysWhy(string json, string? says)
    {
        File.WriteAllText(_folder["examples.json"], json);
        var log = new HeardLog();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(log));
        var guide = new ModelGuides(factory.CreateLogger<ModelGuides>()).Of(
            Models.Find("cogspace-tiny") with { Folder = _folder.FullPath });

        Assert.Equal(says is null, guide is not null);
        if (says is null)
            Assert.Equal("plain", guide!.Advice!.In(Language.All[^1]));
        else
            Assert.Contains(log.Lines, line => line.Contains(says, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void AFileThatIsChanged_IsReadAgain()
    {
        var guides = Guides();
        var model = Models.Find("cogspace-tiny") with { Folder = _folder.FullPath };
        File.WriteAllText(_folder["examples.json"], """{ "prompts": ["one"] }""");
        Assert.Equal(["one"], guides.Of(model)!.Prompts);

        File.WriteAllText(_folder["examples.json"], """{ "prompts": ["another"] }""");
        File.SetLastWriteTimeUtc(_folder["examples.json"], DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(["another"], guides.Of(model)!.Prompts);
    }

    private static ModelGuides Guides() => new(NullLogger<ModelGuides>.Instance);

    private static int Times(Recipe recipe) => recipe.PostProcessing?.Interpolator?.Factor ?? 1;
}
