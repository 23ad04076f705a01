using CogSpace.PostProcess.Media.Resampling;

namespace CogSpace.PostProcess.Tests.Media.Resampling;

public sealed class AreaResamplerTests
{
    [Fact]
    public void Resample_ByAWholeNumber_IsTheMean()
    {
        var picture = new PixelGrid(4, 2, 1, new byte[] { 10, 20, 30, 40, 50, 60, 70, 80 });

        Assert.Equal([35, 55], AreaResampler.Resample(picture, 2, 1, PixelWindow.All(2, 1)).Bytes.ToArray());
    }

    [Fact]
    public void Resample_ByAPartOfAPixel_WeighsByArea()
    {
        var picture = new PixelGrid(3, 1, 1, new byte[] { 0, 90, 240 });

        // 0 + 90 / 2 over 1.5
        Assert.Equal([30, 190], AreaResampler.Resample(picture, 2, 1, PixelWindow.All(2, 1)).Bytes.ToArray());
    }

    [Theory]
    [InlineData(13, 9)]
    [InlineData(40, 24)]
    [InlineData(40, 9)]
    public void Resample_OfAWindow_IsThatPartOfTheWhole(int width, int height)
    {
        byte[] bytes = new byte[20 * 12 * 3];
        new Random(1).NextBytes(bytes);
        var picture = new PixelGrid(20, 12, 3, bytes);

        var whole = AreaResampler.Resample(picture, width, height, PixelWindow.All(width, height));
        var part = AreaResampler.Resample(picture, width, height, new PixelWindow(4, 2, 7, 5));

        for (int y = 0; y < 5; y++)
            Assert.Equal(whole.Row(y + 2).Slice(4 * 3, 7 * 3), part.Row(y));
    }

    [Theory]
    [InlineData(36, 195)]
    [InlineData(47, 87)]
    [InlineData(78, 100)]
    [InlineData(72, 254)]
    // where borders fall together, the neighbour may be taken by a rounding error
    public void Resample_OfASlope_NeverFalls(int width, int larger)
    {
        var slope = new PixelGrid(width, 1, 1, Enumerable.Range(0, width).Select(x => (byte)(3 * x)).ToArray());

        byte[] row = AreaResampler.Resample(slope, larger, 1, PixelWindow.All(larger, 1)).Bytes.ToArray();

        Assert.Equal(row.Order(), row);
    }
}
