using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Media.Resampling;
using CogSpace.PostProcess.Tests.Media.Pictures;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class PictureFitterTests
{
    private static readonly (byte, byte, byte)[] AllRed = [.. Enumerable.Repeat(Quadrants.Red, 4)],
        AllGray = [.. Enumerable.Repeat(Quadrants.Gray, 4)];

    public static TheoryData<string> Ways => ["picture", "frame"];

    [Theory, MemberData(nameof(Ways))]
    public void Fit_WithoutACrop_Stretches(string way)
    {
        var fitted = Fit(way, Quadrants.Picture, null, 20, 80);

        Assert.Equal((20, 80), (fitted.Width, fitted.Height));
        Quadrants.AssertShows(fitted, Quadrants.Colours, 1);
    }

    [Theory, MemberData(nameof(Ways))]
    public void Fit_Centred_CutsAsMuchOnEitherSide(string way)
    {
        var fitted = Fit(way, Quadrants.Picture, Crop.Centred, 32, 32);

        Quadrants.AssertShows(fitted, Quadrants.Colours, 1);
        // no pixel is computed
        Assert.Equal(Quadrants.Picture.Pixels.Slice(8 * 3, 32 * 3).ToArray(), fitted.Pixels[..(32 * 3)].ToArray());
    }

    [Theory, MemberData(nameof(Ways))]
    public void Fit_ZoomedIntoACorner_ShowsThatCorner(string way)
    {
        Quadrants.AssertShows(Fit(way, Quadrants.Picture, new Crop(0, 0, 2.1), 24, 16), AllRed, 1);
        Quadrants.AssertShows(Fit(way, Quadrants.Picture, new Crop(1, 1, 2.1), 24, 16), AllGray, 1);
        Quadrants.AssertShows(Fit(way, Quadrants.Picture, new Crop(0, 0, 8), 96, 64), AllRed, 1);
    }

    [Theory, MemberData(nameof(Ways))]
    public void Fit_OutOfRange_IsRefused(string way)
    {
        Assert.Throws<InvalidRequestException>(() => Fit(way, Quadrants.Picture, new Crop(1.1, 0, 1), 24, 16));
        Assert.Throws<InvalidRequestException>(() => Fit(way, Quadrants.Picture, new Crop(0, 0, 9), 24, 16));
    }

    [Theory]
    [InlineData(78, 240)] // 78 * (720 / 78) is 719.99...
    [InlineData(156, 480)]
    [InlineData(700, 470)]
    [InlineData(16384, 1000)]
    [InlineData(1000, 16384)]
    [InlineData(16, 16)]
    public void Covering_IsNeverAPixelShort(int width, int height)
    {
        foreach (double zoom in new[] { 1, 1.01, 3.3, 8 })
        {
            var cover = Covering.Of(width, height, new Crop(1, 1, zoom), 720, 480);
            Assert.Equal((720, 480), (cover.Window.Width, cover.Window.Height));
            Assert.Equal((cover.Width, cover.Height), (cover.Window.Left + 720, cover.Window.Top + 480));
        }
    }

    private static Frame Fit(string way, Frame picture, Crop? crop, int width, int height) => way == "picture"
        ? PictureFitter.FitPicture(picture, crop, width, height)
        : PictureFitter.FitVideoFrame(picture, crop, width, height);
}
