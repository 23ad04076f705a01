using Bunit;
using CogSpace.Web.Components.Studio.Job;
using CogSpace.Web.Sharing;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Components.Studio.Job;

public sealed class ShareBoxTests
{
    private const string Address = "https://videos.example/share/0123456789abcdef0123456789abcdef";

    private static readonly VideoShare Share = new("0123456789abcdef0123456789abcdef", Sample.Noon);

    [Theory]
    [InlineData("en", "Public page", "Link to the public page", "Copy link", "Open the page", "Stop sharing")]
    [InlineData("zh-Hans", "公开页面", "公开页面的链接", "复制链接", "打开页面", "停止分享")]
    [InlineData(
        "ja", "公開ページ", "公開ページのリンク", "リンクをコピー", "ページを開く",
        "共有をやめる")]
    public void TheLink_IsShown_AndWhatCanBeDoneWithIt(
        string language, string name, string link, string copy, string open, string stop)
    {
        using var page = new OpenPage(language);
        var box = page.Render<ShareBox>(it => it.Add(that => that.Share, Share).Add(that => that.Address, Address));

        Assert.Equal(name, box.Find("[role=region]").GetAttribute("aria-label"));
        var shown = box.Find("[data-testid=share-link]");
        Assert.Equal((Address, link), (shown.GetAttribute("value"), shown.GetAttribute("aria-label")));
        Assert.True(shown.HasAttribute("readonly"));
        Assert.Equal(copy, Text("copy-link"));
        Assert.Equal(Address, box.Find("[data-testid=copy-link]").GetAttribute("data-copies"));
        Assert.Equal(open, Text("share-open"));
        Assert.Equal(stop, Text("unshare"));

        string Text(string handle) => box.Find($"[data-testid={handle}]").TextContent.Trim();
    }

    [Fact]
    public void StopSharing_IsToldThePage()
    {
        using var page = new OpenPage();
        bool isClosed = false;
        var box = page.Render<ShareBox>(it => it
            .Add(that => that.Share, Share)
            .Add(that => that.Address, Address)
            .Add(that => that.Close, () => isClosed = true));

        box.Find("[data-testid=unshare]").Click();

        Assert.True(isClosed);
    }

    [Theory]
    [InlineData("en", "Show it in the gallery, which anybody can see")]
    [InlineData("zh-Hans", "在任何人都能看到的画廊中展示")]
    [InlineData("ja", "誰でも見られるギャラリーに載せる")]
    public void TheGallery_IsASwitch(string language, string words)
    {
        using var page = new OpenPage(language);
        bool? isWanted = null;
        var box = page.Render<ShareBox>(it => it
            .Add(that => that.Share, Share)
            .Add(that => that.Address, Address)
            .Add(that => that.HasGallery, true)
            .Add(that => that.Gallery, (bool isThere) => isWanted = isThere));
        var choice = box.Find("[data-testid=gallery-show]");
        Assert.Equal(words, choice.Closest("label")!.TextContent.Trim());
        Assert.False(choice.HasAttribute("checked"));

        choice.Click();
        Assert.True(isWanted);

        box.Render(it => it.Add(that => that.Share, Share with { InGallery = Sample.Noon }));
        Assert.True(box.Find("[data-testid=gallery-show]").HasAttribute("checked"));
        box.Find("[data-testid=gallery-show]").Click();
        Assert.False(isWanted);
    }

    [Fact]
    public void WithoutAGallery_NobodyIsAsked()
    {
        using var page = new OpenPage();

        var box = page.Render<ShareBox>(it => it.Add(that => that.Share, Share).Add(that => that.Address, Address));

        Assert.Empty(box.FindAll("[data-testid=gallery-show]"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheLink_TakesTheFocus_WhereTheButtonWasPressedJustNow(bool takesFocus)
    {
        using var page = new OpenPage();

        page.Render<ShareBox>(it => it
            .Add(that => that.Share, Share)
            .Add(that => that.Address, Address)
            .Add(that => that.TakesFocus, takesFocus));

        Assert.Equal(takesFocus, page.JSInterop.Invocations.Any(call => call.Identifier == "Blazor._internal.domWrapper.focus"));
    }
}
