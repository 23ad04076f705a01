namespace CogSpace.Cli.Tests;

public sealed class VideoSeriesTests
{
    [Fact]
    public void Videos_OfAListAndACount_GoPromptByPrompt()
    {
        var series = new VideoSeries(["a", "b"], IsList: true, SeedsOfEach: 2);

        Assert.Equal(4, series.Count);
        Assert.Equal(
            [(0, 7UL, "-001-001"), (0, 8UL, "-001-002"), (1, 7UL, "-002-001"), (1, 8UL, "-002-002")], series.Videos(7));
    }

    [Theory]
    [InlineData(true, null, "-001")]
    [InlineData(true, 1, "-001-001")]
    [InlineData(false, 1, "-001")]
    public void Videos_HaveANumberForWhatIsAskedFor(bool isList, int? seeds, string number) =>
        Assert.Equal([(0, 7UL, number)], new VideoSeries(["a"], isList, seeds).Videos(7));

    [Fact]
    public void Videos_WithoutASeed_HaveRandomOnes()
    {
        var videos = new VideoSeries(["a"], IsList: false, SeedsOfEach: 9).Videos(null);

        Assert.True(videos.Select(video => video.Seed).Distinct().Count() > 1);
    }

    [Fact]
    public void Videos_BeyondTheLargestSeed_AreRefused()
    {
        var series = new VideoSeries(["a"], IsList: false, SeedsOfEach: 3);

        Assert.Equal(ulong.MaxValue, series.Videos(ulong.MaxValue - 2).Last().Seed);
        var e = Assert.Throws<InvalidRequestException>(() => series.Videos(ulong.MaxValue - 1));
        Assert.Contains("go beyond the largest, 18446744073709551615", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.mp4", "a-001.mp4")]
    [InlineData("/clips/a.b.mp4", "/clips/a.b-001.mp4")]
    [InlineData("clips/a", "clips/a-001")]
    public void Numbered_KeepsFolderAndEnding(string path, string numbered) =>
        Assert.Equal(numbered, VideoSeries.Numbered(path, "-001"));
}
