using Bunit;
using CogSpace.Web.Components.Studio.Form;

namespace CogSpace.Web.Tests.Components.Studio.Form;

public sealed class FieldProblemTests
{
    private static readonly FormProblem Empty = new("The prompt is empty: describe the video.", Field: "prompt");

    [Theory]
    [InlineData("en", "The prompt is empty: describe the video.")]
    [InlineData("zh-Hans", "提示词为空：请描述视频内容。")]
    [InlineData("ja", "プロンプトが空です。動画の内容を書いてください。")]
    public void TheSentence_IsSaidAtOnce_InTheLanguageOfThePage(string language, string sentence)
    {
        using var page = new OpenPage(language);

        var alert = Render(page, "prompt", Empty).Find("[role=alert]");

        Assert.Equal(sentence, alert.TextContent.Trim());
        Assert.Equal(FormProblem.IdAt("prompt"), alert.Id);
        Assert.Equal("error", alert.GetAttribute("data-testid"));
    }

    [Fact]
    public void WhatIsWrongElsewhere_IsNotSaidHere()
    {
        using var page = new OpenPage();

        Assert.Empty(Render(page, "seed", Empty).Nodes);
        Assert.Empty(Render(page, "prompt", null).Nodes);
        Assert.Empty(Render(page, "prompt", Empty with { Field = null }).Nodes);
    }

    private static IRenderedComponent<FieldProblem> Render(OpenPage page, string field, FormProblem? problem) =>
        page.Render<FieldProblem>(it => it.Add(that => that.Field, field).Add(that => that.Problem, problem));
}
