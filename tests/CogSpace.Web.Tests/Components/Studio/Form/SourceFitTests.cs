using CogSpace.Generation;
using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Tests.Components.Studio.Form;

/// <summary>What the page says of a source before a request is complete.</summary>
public sealed class SourceFitTests
{
    private static readonly ModelCatalog Models = new(Repository.Models);
    private static readonly ModelInfo Text = Models.Find("cogspace-tiny");
    private static readonly SourceInfo Video = SourceInfo.Of(new VideoInfo(320, 200, 60, 16));

    [Fact]
    public void Of_AVideo_IsWhatTheRequestForItWillMake()
    {
        var fit = SourceFit.Of(Models, Text, StudioTab.Video, Video)!;
        var plan = Models.Plan(new VideoToVideo { Prompt = "a red circle", Seed = 1, Video = "" }, Text, Video.Video);

        Assert.Equal(plan.Made, fit.Made);
        Assert.Equal(49, plan.Frames);
        Assert.Equal("The first 49 of 60 frames are used, at 16 per second: 3.1 s of 3.8 s.", fit.Frames);
    }

    [Fact]
    public void Of_ASizeAndALength_AreWhatIsMade() => Assert.Equal(
        new VideoInfo(96, 64, 9, 8), SourceFit.Of(Models, Text, StudioTab.Prompt, source: null, (96, 64), 9)!.Made);

    [Fact]
    public void Shapes_OfTheSmallModel_AreAllPossible()
    {
        var shapes = Models.ShapesOf(Text);

        Assert.Equal([(96, 64)], shapes.Sizes);
        Assert.Equal([49, 9, 17, 25, 33, 41], shapes.Frames);
        Assert.All(shapes.Sizes, size => Assert.All(shapes.Frames, frames => Assert.Equal(
            new VideoInfo(size.Width, size.Height, frames, 8),
            SourceFit.Of(Models, Text, StudioTab.Prompt, source: null, size, frames)!.Made)));
    }

    [Fact]
    public void Of_WhatCannotBeKnown_IsNull()
    {
        Assert.Null(SourceFit.Of(Models, Text, StudioTab.Video, source: null));
        Assert.Null(SourceFit.Of(Models, Text, StudioTab.Image, new SourceInfo(SourceKind.Image, 320, 200)));
        Assert.Null(SourceFit.Of(Models, Text with { Folder = "/none" }, StudioTab.Prompt, source: null));
    }
}
