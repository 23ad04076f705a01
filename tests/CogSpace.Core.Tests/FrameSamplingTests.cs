namespace CogSpace.Core.Tests;

/// <summary>The golden table has many rows of the model's own numbers; these are its edges.</summary>
public sealed class FrameSamplingTests
{
    [Theory]
    [InlineData(24, 240, 8, 49, 3, 49)]
    [InlineData(24, 120, 8, 49, 2, 49)] // closer together rather than too few
    [InlineData(24, 20, 8, 49, 1, 20)]
    [InlineData(8, 1000, 8, 49, 1, 49)]
    [InlineData(240, 10000, 8, 49, 6, 49)] // never further apart
    [InlineData(4, 10, 8, 49, 1, 10)]
    [InlineData(25, 1, 8, 49, 1, 1)]
    [InlineData(30, 97, 8, 49, 1, 49)]
    [InlineData(30, 98, 8, 49, 2, 49)]
    public void Choose_ComesNearTheRate(double rate, int frames, double wanted, int most, int stride, int count)
    {
        var sampling = FrameSampling.Choose(new VideoInfo(720, 480, frames, rate), wanted, most);

        Assert.Equal((stride, count), (sampling.Stride, sampling.Count));
        Assert.Equal(rate / stride, sampling.FramesPerSecond);
        Assert.Equal(count, sampling.Indices.Count());
        Assert.All(sampling.Indices, index => Assert.InRange(index, 0, frames - 1));
    }
}
