using Bunit;
using CogSpace.Web.Components.Studio.History;
using CogSpace.Web.Jobs;
using CogSpace.Web.Sharing;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Tests.Components.Studio.History;

public sealed class HistoryItemTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("en", JobState.Queued, "Waiting")]
    [InlineData("en", JobState.Running, "Starting")]
    [InlineData("en", JobState.Failed, "Failed")]
    [InlineData("en", JobState.Cancelled, "Cancelled")]
    [InlineData("zh-Hans", JobState.Failed, "失败")]
    [InlineData("ja", JobState.Failed, "失敗")]
    public void AJobWithoutAVideo_SaysHowItStands(string language, JobState state, string words)
    {
        using var page = new OpenPage(language);

        var item = Render(page, Sample.Record(state: state));

        Assert.Equal(words, item.Find(".state").TextContent);
        Assert.Empty(item.FindAll("video"));
    }

    [Fact]
    public void AFinishedJob_ShowsItsVideo_AndItsPromptIsTheLink()
    {
        using var page = new OpenPage();
        var record = Sample.Record(state: JobState.Finished);

        var item = Render(page, record);

        Assert.Equal($"videos/{record.Id}.mp4", item.Find("video").GetAttribute("src"));
        Assert.Equal(($"job/{record.Id}", Sample.Prompt), (item.Find("a").GetAttribute("href"), item.Find("a").TextContent));
        Assert.Empty(item.FindAll("[data-testid=pick]"));
    }

    [Theory]
    [InlineData("en", "Seed 1", "Seed 1 · Shared")]
    [InlineData("zh-Hans", "种子 1", "种子 1 · 已分享")]
    [InlineData("ja", "シード 1", "シード 1 · 共有中")]
    public void Below_StandsTheSeed_AndWhetherItIsShared(string language, string seed, string shared)
    {
        using var page = new OpenPage(language);
        var record = Sample.Record(state: JobState.Finished);

        Assert.Equal(seed, Render(page, record).Find(".below span").TextContent);
        Assert.Equal(
            shared,
            Render(page, record with { Share = new VideoShare("0", Sample.Noon) }).Find(".below span").TextContent);
    }

    [Theory]
    [InlineData("en", "Picture · Seed 5", "Extended · Seed 5")]
    [InlineData("zh-Hans", "图片 · 种子 5", "延长 · 种子 5")]
    [InlineData("ja", "画像 · シード 5", "続き · シード 5")]
    public void Below_StandsWhatItWasMadeFrom(string language, string picture, string extended)
    {
        using var page = new OpenPage(language);
        var request = new ImageToVideo { Prompt = "a", Seed = 5, Image = "input.png" };
        var record = Sample.Record(state: JobState.Finished) with
        {
            Request = request,
            Source = new SourceInfo(SourceKind.Image, 96, 64),
        };

        Assert.Equal(picture, Render(page, record).Find(".below span").TextContent);
        Assert.Equal(
            extended,
            Render(page, record with { Request = request with { Extends = "earlier.mp4" } }).Find(".below span").TextContent);
    }

    [Theory]
    [InlineData("en", "Delete the video “a red circle”", "Delete", "Keep")]
    [InlineData("zh-Hans", "删除视频“a red circle”", "删除", "保留")]
    [InlineData("ja", "動画「a red circle」を削除", "削除", "残す")]
    public void Delete_AsksFirst_AndTheFocusFollows(string language, string name, string sure, string keep)
    {
        using var page = new OpenPage(language);
        int deleted = 0;
        var record = Sample.Record(state: JobState.Finished) with { Request = Sample.Request(prompt: "a red circle") };
        var item = Render(page, record, () => deleted++);
        Assert.Equal(name, item.Find("button").GetAttribute("aria-label"));

        item.Find("button").Click();
        Assert.Equal([sure, keep], Buttons());
        page.JSInterop.VerifyFocusAsyncInvoke(1);
        item.FindAll("button")[1].Click();
        Assert.Single(Buttons());
        page.JSInterop.VerifyFocusAsyncInvoke(2);
        Assert.Equal(0, deleted);

        item.Find("button").Click();
        item.FindAll("button")[0].Click();
        Assert.Equal(1, deleted);

        IEnumerable<string> Buttons() => item.FindAll("button").Select(button => button.TextContent.Trim());
    }

    [Fact]
    public void OneOfTwoSideBySide_IsPressed()
    {
        using var page = new OpenPage();
        int picked = 0;
        var item = page.Render<HistoryItem>(it => it
            .Add(that => that.Job, Job(Sample.Record(state: JobState.Finished)))
            .Add(that => that.CanBePicked, true)
            .Add(that => that.Pick, () => picked++));
        Assert.Equal(("Choose", "false"), Pick());

        item.Find("[data-testid=pick]").Click();
        Assert.Equal(1, picked);
        item.Render(it => it.Add(that => that.IsPicked, true));
        Assert.Equal(("Chosen", "true"), Pick());

        (string, string?) Pick()
        {
            var button = item.Find("[data-testid=pick]");
            return (button.TextContent.Trim(), button.GetAttribute("aria-pressed"));
        }
    }

    private GenerationJob Job(JobRecord record)
    {
        using var data = Sample.Open(_folder);
        return Sample.Job(record, Sample.StoreOf(data));
    }

    private IRenderedComponent<HistoryItem> Render(OpenPage page, JobRecord record, Action? delete = null) =>
        page.Render<HistoryItem>(it => it
            .Add(that => that.Job, Job(record))
            .Add(that => that.Delete, delete ?? (() => { })));
}
