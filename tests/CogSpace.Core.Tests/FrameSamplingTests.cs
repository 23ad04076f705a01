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

    [Theory]
    [InlineData(69, 9, 1 / 60.0, 8, 49, 8, 49)]
    [InlineData(300, 3, 1 / 240.0, 8, 49, 49 / 3.0, 49)] // closer together rather than too few
    [InlineData(12, 6, 0.25, 8, 49, 4, 24)] // never at a higher rate than it has itself
    [InlineData(3, 0.01, 0.001, 8, 49, 240, 2)]
    public void Choose_OfARateThatVaries_TakesEvenDistances(
        int frames, double seconds, double shortest, double wanted, int most, double rate, int count)
    {
        var video = new VideoInfo(720, 480, frames, frames / seconds) { Intervals = new FrameIntervals(shortest, shortest) };

        var sampling = FrameSampling.Choose(video, wanted, most);

        Assert.Equal((1, count), (sampling.Stride, sampling.Count));
        Assert.Equal(rate, sampling.FramesPerSecond, 1e-6);
        Assert.InRange(sampling.Count / sampling.FramesPerSecond, 0, seconds + 0.5);
    }

    [Fact]
    public void Start_IsTheTimeOfTheFirstThatIsTaken() =>
        Assert.Equal(2.5, new FrameSampling(4, 10, 6, First: 60).Start);
}
