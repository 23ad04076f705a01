using Bunit;
using CogSpace.Web.Components.Studio.History;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Components.Studio.History;

public sealed class JobHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("en", "Delete this video?", "Delete this video, although it is not finished?", "Delete all 2 videos?")]
    [InlineData(
        "zh-Hans", "删除全部 1 个视频？",
        "删除全部 1 个视频，包括未完成的？", "删除全部 2 个视频？")]
    [InlineData(
        "ja", "1 本の動画をすべて削除しますか？",
        "完成していないものも含め、1 本の動画をすべて削除しますか？",
        "2 本の動画をすべて削除しますか？")]
    public void DeleteAll_AsksForAsManyAsThereAre(string language, string one, string unfinished, string two)
    {
        using var page = new OpenPage(language).WithServer(_folder);

        Assert.Equal(one, Question(page, JobState.Finished));
        Assert.Equal(unfinished, Question(page, JobState.Queued));
        Assert.Equal(two, Question(page, JobState.Finished, JobState.Failed));
    }

    private string Question(OpenPage page, params JobState[] states)
    {
        using var data = Sample.Open(_folder);
        var store = Sample.StoreOf(data);
        var history = page.Render<JobHistory>(it => it
            .Add(that => that.Jobs, [.. states.Index().Select(each => Sample.Job(Sample.Record(each.Index, each.Item), store))]));
        history.Find("[data-testid=delete-all]").Click();
        return history.Find(".acts span").TextContent;
    }
}
