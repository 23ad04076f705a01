using Bunit;
using CogSpace.Generation;
using CogSpace.Web.Components.Studio.Job;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Components.Studio.Job;

public sealed class JobFactsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("en", "Seed: 7", "Steps: 20", "Guidance: 6.5", "Negative prompt: blue", "LoRA: ink, 0.5", "Model: cogspace-tiny")]
    [InlineData(
        "zh-Hans", "种子: 7", "步数: 20", "引导强度: 6.5", "反向提示词: blue", "LoRA: ink，0.5",
        "模型: cogspace-tiny")]
    [InlineData(
        "ja", "シード: 7", "ステップ数: 20", "ガイダンス: 6.5", "ネガティブプロンプト: blue",
        "LoRA: ink、0.5", "モデル: cogspace-tiny")]
    public void WhatWasAskedFor_IsListed(string language, params string[] facts)
    {
        var request = Sample.Request(20, 7) with
        {
            Guidance = 6.5,
            NegativePrompt = "blue",
            Loras = [new LoraFile("ink.safetensors", 0.5)],
        };
        using var page = new OpenPage(language).WithServer(_folder);

        var listed = Listed(Render(page, request, null), ".facts");

        Assert.Equal(facts, listed.Take(facts.Length));
        Assert.Equal(facts.Length + 1, listed.Length);        // and the job itself
    }

    [Theory]
    [InlineData("en", "Video: 96 × 64, 9 frames at 8 per second", "Scheduler: DPM", "float32 on cpu", "Details")]
    [InlineData("zh-Hans", "视频: 96 × 64，9 帧，每秒 8 帧", "采样器: DPM", "float32，cpu", "详细信息")]
    [InlineData(
        "ja", "動画: 96 × 64、9 フレーム、毎秒 8 フレーム", "スケジューラー: DPM", "float32（cpu）",
        "詳細")]
    public void OfAFinishedVideo_WhatItIs_AndBehindAFold_HowItWasComputed(
        string language, string video, string scheduler, string computed, string fold)
    {
        using var page = new OpenPage(language).WithServer(_folder);

        var facts = Render(page, Sample.Request(), Sample.Recipe());

        Assert.Contains(video, Listed(facts, ".facts"));
        Assert.Equal(fold, facts.Find("summary").TextContent);
        var behind = Listed(facts, "details .computed");
        Assert.Contains(scheduler, behind);
        Assert.Contains(behind, fact => fact.EndsWith(computed, StringComparison.Ordinal));
        Assert.Null(facts.Find("details").GetAttribute("open"));
    }

    [Fact]
    public void OfAnUploadThatWasPostProcessed_WhatDidIt()
    {
        var record = Sample.Record() with
        {
            Model = null,
            Request = VideoPostProcessing.Of("input.mp4", new PostProcessing(Upscale: true, Interpolate: 4)),
            Source = SourceInfo.Of(new VideoInfo(48, 32, 8, 8)),
        };
        using var page = new OpenPage().WithServer(_folder);
        var menu = page.Services.GetRequiredService<PostProcessingMenu>();

        var facts = Listed(Render(page, record, recipe: null), ".facts");

        Assert.Equal(
            [
                "Video: 192 × 128, 29 frames at 32 per second", "Made from: 48 × 32, 8 frames at 8 per second",
                $"Super-resolution: {menu.Upscalers[0].Name}, 4 times", $"Frame interpolation: {menu.Interpolators[0]}, 4 times",
            ],
            facts[..^1]);
    }

    [Fact]
    public void AManifest_IsLinked_WhereThereIsOne()
    {
        var (with, without) = (Sample.Record(1, JobState.Finished), Sample.Record(2, JobState.Finished));
        Sample.Seed(_folder, with, without);
        File.WriteAllText(_folder["data", "jobs", with.Id, "video.mp4.manifest.json"], "{}");
        using var page = new OpenPage().WithServer(_folder);

        Assert.Empty(Render(page, without, Sample.Recipe()).FindAll("[data-testid=manifest]"));
        Assert.Equal(
            $"videos/{with.Id}.mp4.manifest.json?download=1",
            Render(page, with, Sample.Recipe()).Find("[data-testid=manifest]").GetAttribute("href"));
    }

    private static string[] Listed(IRenderedComponent<JobFacts> facts, string list) =>
        [.. facts.FindAll($"{list} > div")
            .Select(fact => $"{fact.QuerySelector("dt")!.TextContent}: {fact.QuerySelector("dd")!.TextContent.Trim()}")];

    private static IRenderedComponent<JobFacts> Render(OpenPage page, GenerationRequest request, Recipe? recipe) =>
        Render(page, Sample.Record() with { Request = request }, recipe);

    private static IRenderedComponent<JobFacts> Render(OpenPage page, JobRecord record, Recipe? recipe) =>
        page.Render<JobFacts>(facts => facts
            .Add(it => it.Job, Sample.Job(record, page.Services.GetRequiredService<JobStore>()))
            .Add(it => it.Recipe, recipe));
}
