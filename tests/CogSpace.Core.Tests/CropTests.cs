namespace CogSpace.Core.Tests;

public sealed class CropTests
{
    [Fact]
    public void Of_Centred_KeepsAsMuchAsThereIs()
    {
        Assert.Equal(new CropBox(150, 0, 900, 600), Crop.Centred.Of(1200, 600, 720, 480));
        Assert.Equal(new CropBox(0, 100, 600, 400), Crop.Centred.Of(600, 600, 720, 480));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 1, 750, 300)]
    [InlineData(0.5, 0.5, 375, 150)]
    public void Of_Zoomed_LiesWhereItIsPut(double x, double y, double left, double top) =>
        Assert.Equal(new CropBox(left, top, 450, 300), new Crop(x, y, 2).Of(1200, 600, 720, 480));

    [Theory]
    [InlineData(-0.1, 0, 1, "A crop at -0.1, 0 is not possible: choose 0 (left, top) to 1 (right, bottom).")]
    [InlineData(0, 1.1, 1, "A crop at 0, 1.1 is not possible: choose 0 (left, top) to 1 (right, bottom).")]
    [InlineData(double.NaN, 0, 1, "A crop at NaN, 0 is not possible: choose 0 (left, top) to 1 (right, bottom).")]
    [InlineData(0, 0, 0.9, "A zoom of 0.9 is not possible: choose 1 to 8.")]
    [InlineData(0, 0, 8.1, "A zoom of 8.1 is not possible: choose 1 to 8.")]
    [InlineData(0, 0, double.NaN, "A zoom of NaN is not possible: choose 1 to 8.")]
    public void Of_OutOfRange_IsRefused(double x, double y, double zoom, string says) =>
        Assert.Equal(
            says,
            Assert.Throws<InvalidRequestException>(() => new Crop(x, y, zoom).Of(1200, 600, 720, 480)).Message);
}
