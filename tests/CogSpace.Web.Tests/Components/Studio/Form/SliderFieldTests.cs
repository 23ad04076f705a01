using Bunit;
using CogSpace.Web.Components.Studio.Form;

namespace CogSpace.Web.Tests.Components.Studio.Form;

public sealed class SliderFieldTests
{
    [Theory]
    [InlineData("en", "Steps, slider")]
    [InlineData("zh-Hans", "Steps（滑块）")]
    [InlineData("ja", "Steps（スライダー）")]
    public void FieldAndSlider_AreNamed_InTheLanguageOfThePage(string language, string slider)
    {
        using var page = new OpenPage(language);
        var field = Render(page, "8");

        Assert.Equal("Steps", field.Find("label[for=steps]").TextContent);
        Assert.Equal(slider, field.Find("input[type=range]").GetAttribute("aria-label"));
        Assert.Equal("More take longer.", field.Find("#steps-help").TextContent);
    }

    [Theory]
    [InlineData("8", "8")]
    [InlineData("7.5", "7.5")]
    [InlineData("400", "100")]
    [InlineData("-3", "1")]
    [InlineData("many", "1")]
    [InlineData("", "1")]
    public void TheSlider_FollowsTheField_AsFarAsItGoes(string value, string place)
    {
        using var page = new OpenPage();
        var field = Render(page, value);

        Assert.Equal(value, field.Find("#steps").GetAttribute("value"));
        Assert.Equal(place, field.Find("input[type=range]").GetAttribute("value"));
    }

    [Theory]
    [InlineData("#steps", "many")]
    [InlineData("input[type=range]", "42")]
    public void WhatIsWrittenOrSet_IsToldAtEveryKey(string input, string value)
    {
        using var page = new OpenPage();
        string? told = null;
        var field = Render(page, "8", changed: text => told = text);

        field.Find(input).Input(value);

        Assert.Equal(value, told);
    }

    [Fact]
    public void AProblem_MarksTheField_AndDescribesIt_BeforeTheHelp()
    {
        using var page = new OpenPage();
        var field = Render(page, "0", new FormProblem("0 steps are not possible: choose 1 to 1000.", Field: "steps"));

        var written = field.Find("#steps");
        Assert.Equal("true", written.GetAttribute("aria-invalid"));
        Assert.Equal("steps-error steps-help", written.GetAttribute("aria-describedby"));
        Assert.Equal("0 steps are not possible: choose 1 to 1000.", field.Find("#steps-error").TextContent.Trim());
    }

    private static IRenderedComponent<SliderField> Render(
        OpenPage page, string value, FormProblem? problem = null, Action<string>? changed = null) =>
        page.Render<SliderField>(field => field
            .Add(it => it.Field, "steps")
            .Add(it => it.Label, "Steps")
            .Add(it => it.Help, "More take longer.")
            .Add(it => it.Least, 1)
            .Add(it => it.Most, 100)
            .Add(it => it.Value, value)
            .Add(it => it.ValueChanged, changed ?? (_ => { }))
            .Add(it => it.Problem, problem));
}
