using Bunit;
using CogSpace.Web.Components.Studio.Form;

namespace CogSpace.Web.Tests.Components.Studio.Form;

public sealed class StudioTabsTests
{
    [Theory]
    [InlineData("en", "Prompt", "Image", "Video")]
    [InlineData("zh-Hans", "提示词", "图片", "视频")]
    [InlineData("ja", "プロンプト", "画像", "動画")]
    public void Tabs_AreNamed_InTheLanguageOfThePage(string language, params string[] names)
    {
        using var page = new OpenPage(language);

        var tabs = Render(page, StudioTab.Prompt).FindAll("[role=tab]");

        Assert.Equal(names, tabs.Select(tab => tab.TextContent.Trim()).Take(names.Length));
    }

    [Fact]
    public void TheSelectedTabAlone_IsReachedByTheTabKey()
    {
        using var page = new OpenPage();

        foreach (var tab in Render(page, StudioTab.Image).FindAll("[role=tab]"))
        {
            bool isSelected = tab.Id == "tab-image";
            Assert.Equal(isSelected ? "true" : "false", tab.GetAttribute("aria-selected"));
            Assert.Equal(isSelected ? "0" : "-1", tab.GetAttribute("tabindex"));
        }
    }

    [Fact]
    public void AClick_Selects()
    {
        using var page = new OpenPage();
        StudioTab? selected = null;

        Render(page, StudioTab.Prompt, tab => selected = tab).Find("#tab-video").Click();

        Assert.Equal(StudioTab.Video, selected);
    }

    [Theory]
    [InlineData(StudioTab.Prompt, "ArrowRight", StudioTab.Image)]
    [InlineData(StudioTab.Video, "ArrowLeft", StudioTab.Image)]
    [InlineData(StudioTab.Video, "Home", StudioTab.Prompt)]
    public void AnArrow_SelectsTheNext_AndTakesTheFocusThere(StudioTab from, string key, StudioTab to)
    {
        using var page = new OpenPage();
        StudioTab? selected = null;

        Render(page, from, tab => selected = tab).Find("[role=tablist]").KeyDown(key);

        Assert.Equal(to, selected);
        page.JSInterop.VerifyFocusAsyncInvoke();
    }

    [Fact]
    public void AnArrowAtTheEnd_GoesOnAtTheBeginning()
    {
        using var page = new OpenPage();
        var last = Enum.GetValues<StudioTab>()[^1];
        StudioTab? selected = null;

        Render(page, last, tab => selected = tab).Find("[role=tablist]").KeyDown("ArrowRight");
        Assert.Equal(StudioTab.Prompt, selected);
        Render(page, StudioTab.Prompt, tab => selected = tab).Find("[role=tablist]").KeyDown("ArrowLeft");
        Assert.Equal(last, selected);
    }

    private static IRenderedComponent<StudioTabs> Render(
        OpenPage page, StudioTab selected, Action<StudioTab>? changed = null) =>
        page.Render<StudioTabs>(tabs => tabs
            .Add(it => it.Selected, selected)
            .Add(it => it.SelectedChanged, changed ?? (_ => { })));
}
