using Bunit;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Components.Studio.Form;

namespace CogSpace.Web.Tests.Components.Studio.Form;

public sealed class ShapeFieldsTests
{
    private static readonly VideoShapes Shapes = new([(720, 480), (480, 720), (480, 480)], [49, 9, 81], 8);

    private readonly StudioDraft _draft = new(new StudioOptions());

    [Theory]
    [InlineData("en", "720 × 480, wide", "480 × 720, upright", "480 × 480, square")]
    [InlineData("zh-Hans", "720 × 480，横屏", "480 × 720，竖屏", "480 × 480，方形")]
    [InlineData("ja", "720 × 480、横長", "480 × 720、縦長", "480 × 480、正方形")]
    public void Sizes_AreSaidWithTheirShapes(string language, params string[] sizes)
    {
        using var page = new OpenPage(language);

        Assert.Equal(sizes, Options(Render(page), "size"));
    }

    [Theory]
    [InlineData("en", "1.1 s (9 frames)", "6.1 s (49 frames)", "10.1 s (81 frames)")]
    [InlineData("zh-Hans", "1.1 秒（9 帧）", "6.1 秒（49 帧）", "10.1 秒（81 帧）")]
    [InlineData("ja", "1.1 秒（9 フレーム）", "6.1 秒（49 フレーム）", "10.1 秒（81 フレーム）")]
    public void Lengths_AreSaidInSeconds_TheShortestFirst(string language, params string[] lengths)
    {
        using var page = new OpenPage(language);

        Assert.Equal(lengths, Options(Render(page), "frames"));
    }

    [Fact]
    public void WhatIsPicked_GoesIntoTheDraft_AndTheModelsOwnIsLeftToIt()
    {
        using var page = new OpenPage();
        var fields = Render(page);

        fields.Find("#size").Change("480x720");
        fields.Find("#frames").Change("9");
        Assert.Equal(("480x720", "9"), (_draft.Size, _draft.Frames));

        fields.Find("#size").Change("");
        fields.Find("#frames").Change("");
        Assert.Equal(("", ""), (_draft.Size, _draft.Frames));
        Assert.Equal("", fields.FindAll("#size option")[0].GetAttribute("value"));
    }

    [Fact]
    public void AShapeThatIsNotOffered_StaysInItsField()
    {
        _draft.PickSize("96x64");
        _draft.PickFrames("13");
        using var page = new OpenPage();
        var fields = Render(page);

        Assert.Equal("96 × 64", Options(fields, "size")[^1]);
        Assert.Equal("1.6 s (13 frames)", Options(fields, "frames")[^1]);
    }

    private static string[] Options(IRenderedComponent<ShapeFields> fields, string list) =>
        [.. fields.FindAll($"#{list} option").Select(option => option.TextContent)];

    private IRenderedComponent<ShapeFields> Render(OpenPage page) =>
        page.Render<ShapeFields>(fields => fields.Add(it => it.Draft, _draft).Add(it => it.Shapes, Shapes));
}
