using Bunit;
using CogSpace.Generation;
using CogSpace.Web.Components.Studio.Job;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Components.Studio.Job;

public sealed class JobProgressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("en", "Waiting", "Position 2 in the queue", "You may close this page: your place is kept.")]
    [InlineData("zh-Hans", "等待中", "排队第 2 位", "您可以关闭本页面，排队位置会保留。")]
    [InlineData(
        "ja", "待機中", "2 番目に待っています", "このページを閉じても、順番は保たれます。")]
    public void AJobThatWaits_SaysItsPlace(string language, string stage, string place, string eta)
    {
        var record = Sample.Record(2);
        Sample.Seed(_folder, Sample.Record(1), record);
        using var page = new OpenPage(language).WithServer(_folder);

        var progress = Render(page, record, status => status);

        Assert.Equal(stage, Text(progress, "stage"));
        Assert.Equal(place, Text(progress, "queue-position"));
        Assert.Equal(eta, Text(progress, "eta"));
        Assert.Equal("0", progress.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
    }

    [Theory]
    [InlineData("en", "Denoising, step 3 of 8", "42 %", "time left not known yet", "Progress of the video")]
    [InlineData("zh-Hans", "正在去噪，第 3 步，共 8 步", "42%", "剩余时间暂时未知", "视频生成进度")]
    [InlineData(
        "ja", "ノイズを除去中（ステップ 3 / 8）", "42%", "残り時間はまだ分かりません",
        "動画の生成状況")]
    public void AJobThatRuns_SaysHowFarItIs(string language, string stage, string percent, string eta, string bar)
    {
        var record = Sample.Record();
        Sample.Seed(_folder, record);
        using var page = new OpenPage(language).WithServer(_folder);

        var progress = Render(page, record, status => status with
        {
            State = JobState.Running,
            Progress = new GenerationProgress(GenerationStage.Denoising, 3, 8, null),
            Percent = 42,
        });

        Assert.Equal(stage, progress.Find("[data-testid=stage]").ParentElement!.TextContent);
        Assert.Equal(percent, progress.Find(".big").TextContent);
        Assert.Equal(eta, Text(progress, "eta"));
        var drawn = progress.Find("[role=progressbar]");
        Assert.Equal(("42", bar), (drawn.GetAttribute("aria-valuenow"), drawn.GetAttribute("aria-label")));
    }

    [Fact]
    public void BeforeTheFirstStep_NoStepIsNamed()
    {
        var record = Sample.Record();
        Sample.Seed(_folder, record);
        using var page = new OpenPage().WithServer(_folder);

        var progress = Render(page, record, status => status with
        {
            State = JobState.Running,
            Progress = new GenerationProgress(GenerationStage.Denoising, 0, 8, null),
        });

        Assert.Equal("Denoising", progress.Find("[data-testid=stage]").ParentElement!.TextContent);
    }

    [Fact]
    public void AJobThatIsHeldUp_SaysWhy_InThePlaceOfATime()
    {
        var record = Sample.Record();
        Sample.Seed(_folder, record);
        using var page = new OpenPage().WithServer(_folder);

        var progress = Render(page, record, status => status with { Delay = "The disk is full." });

        Assert.Equal("The disk is full.", Text(progress, "eta"));
        Assert.Empty(progress.FindAll("[data-testid=wait]"));
    }

    [Fact]
    public void OnlyStages_AreAnnounced()
    {
        var record = Sample.Record();
        Sample.Seed(_folder, record);
        using var page = new OpenPage().WithServer(_folder);

        var progress = Render(page, record, status => status with
        {
            State = JobState.Running,
            Progress = new GenerationProgress(GenerationStage.Denoising, 3, 8, null),
        });

        Assert.Equal(["Denoising"], progress.FindAll("[role=status]").Select(told => told.TextContent));
    }

    private static string Text(IRenderedComponent<JobProgress> progress, string handle) =>
        progress.Find($"[data-testid={handle}]").TextContent.Trim();

    private static IRenderedComponent<JobProgress> Render(OpenPage page, JobRecord record, Func<JobStatus, JobStatus> status)
    {
        var job = page.Services.GetRequiredService<JobBoard>().Find(record.Owner, record.Id)!;
        return page.Render<JobProgress>(progress => progress
            .Add(it => it.Job, job)
            .Add(it => it.Status, status(job.Status)));
    }
}
