using CogSpace.PostProcess.Media.Resampling;

namespace CogSpace.PostProcess.Tests.Media.Resampling;

/// <summary>What the golden cases do not show: boxes, and pictures of one colour.</summary>
public sealed class KernelResamplerTests
{
    [Fact]
    public void Resample_ToTheSameSize_IsTheSamePicture()
    {
        var picture = Noise(20, 12, 3);

        Assert.Same(picture, KernelResampler.Resample(picture, null, 20, 12, Kernel.Lanczos));
        Assert.Same(picture, KernelResampler.Resample(picture, new CropBox(0, 0, 20, 12), 20, 12, Kernel.Lanczos));
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(64, 48)]
    [InlineData(20, 5)]
    public void Resample_OfOneColour_KeepsIt(int width, int height)
    {
        var picture = new PixelGrid(
            20, 12, 3, Enumerable.Range(0, 20 * 12).SelectMany(_ => new byte[] { 0, 137, 255 }).ToArray());

        var resized = KernelResampler.Resample(picture, new CropBox(1.3, 0.7, 15.2, 9.9), width, height, Kernel.Lanczos);

        Assert.All(resized.Bytes.ToArray().Chunk(3), pixel => Assert.Equal([0, 137, 255], pixel));
    }

    [Fact]
    public void Resample_OfABoxOfWholePixels_IsThatPart()
    {
        var picture = Noise(20, 12, 3);

        var part = KernelResampler.Resample(picture, new CropBox(3, 2, 8, 6), 8, 6, Kernel.Bicubic);

        for (int y = 0; y < 6; y++)
            Assert.Equal(picture.Row(y + 2).Slice(3 * 3, 8 * 3), part.Row(y));
    }

    [Fact]
    public void Resample_OfABox_SeesWhatLiesAroundIt()
    {
        byte[] row = [0, 0, 0, 0, 100, 100, 100, 100];
        var picture = new PixelGrid(8, 1, 1, row);

        var right = KernelResampler.Resample(picture, new CropBox(4, 0, 4, 1), 8, 1, Kernel.Bicubic);

        Assert.NotEqual(100, right.Bytes.Span[0]); // as Pillow does: a box is not a cut
    }

    [Fact]
    public void Resample_WithAlpha_LetsNoHiddenColourShine()
    {
        byte[] hiddenRed = [255, 0, 0, 0], blue = [0, 0, 255, 255];
        var picture = new PixelGrid(8, 8, 4, Enumerable.Range(0, 64).SelectMany(i => i % 2 == 0 ? hiddenRed : blue).ToArray());

        var small = KernelResampler.Resample(picture, null, 3, 3, Kernel.Lanczos);

        Assert.All(small.Bytes.ToArray().Chunk(4), pixel => Assert.Equal((0, 0), (pixel[0], pixel[1])));
    }

    private static PixelGrid Noise(int width, int height, int channels)
    {
        byte[] bytes = new byte[width * height * channels];
        new Random(1).NextBytes(bytes);
        return new PixelGrid(width, height, channels, bytes);
    }
}
