using CogSpace.PostProcess.Media.Decoding;

namespace CogSpace.PostProcess.Tests.Media.Videos;

public sealed class StreamTimesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("0,0.0,0.5,K_", 1, 0.5)]
    [InlineData("0,0.0,0.1,K_\n0,0.1,0.1,__\n0,0.2,0.3,__", 3, 0.5)]
    [InlineData("0,0.0,0.1,K_\n0,0.3,0.1,__\n0,0.1,0.1,__\n0,0.2,0.1,__", 4, 0.4)] // in the order of decoding
    [InlineData("0,5.0,0.1,K_\n0,5.1,0.1,__", 2, 0.2)] // does not begin at 0
    [InlineData("0,0.0,N/A,K_\n0,0.1,N/A,__\n0,0.2,N/A,__", 3, 0.3)]
    [InlineData("0,0.0,0.1,KD\n0,0.1,0.1,__\n0,0.2,0.1,__", 2, 0.2)] // cut away by an edit list
    [InlineData("0,0.0,0.1,K_\n0,0.0,0.1,__", 2, 0)] // at the same time
    [InlineData("0,N/A,N/A,K_\n0,N/A,N/A,__", 2, 0)]
    [InlineData("1,0.0,9,K_\n0,1.0,0.1,K_\n0,1.1,0.1,__", 2, 0.2)] // beside sound
    [InlineData("nonsense\n", 0, 0)]
    public async Task Read_CountsAndAddsUp(string lines, int frames, double seconds)
    {
        var times = await ReadAsync(lines);

        Assert.Equal(frames, times.Frames);
        Assert.Equal(seconds, times.Seconds, 1e-9);
    }

    [Theory]
    [InlineData(0.02, 0.12, 0.0, 0.02, 0.07)]
    [InlineData(0.05, 0.12, 3600.0, 3600.05, 3601.0)]
    [InlineData(0.5, 0.12, 3.0, 1.0, 0.5)] // in any order
    public async Task Intervals_OfARateThatVaries_AreTheShortestAndTheLast(double shortest, double last, params double[] times)
    {
        var read = await ReadAsync(string.Join('\n', times.Select(time => FormattableString.Invariant($"0,{time},0.12,__"))));

        Assert.Equal(shortest, read.Intervals!.Shortest, 1e-6);
        Assert.Equal(last, read.Intervals.Last, 1e-9);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(24000 / 1001.0)]
    [InlineData(240)]
    public async Task Intervals_OfAConstantRate_InMilliseconds_AreNone(double rate)
    {
        string lines = string.Join(
            '\n', Enumerable.Range(0, 500).Select(i => FormattableString.Invariant($"0,{Math.Round(i / rate, 3)},N/A,__")));

        Assert.Null((await ReadAsync(lines)).Intervals);
    }

    [Fact]
    public async Task End_IsThatOfTheLastTrack()
    {
        var times = await ReadAsync("0,12.0,0.5,K_\n1,12.4,1.5,K_\n0,12.5,0.5,__");

        Assert.Equal(13.9, times.End, 1e-9);
        Assert.Equal(1, times.Seconds, 1e-9);
    }

    [Fact]
    public async Task Repeated_CountsFramesAtTheTimeOfAnother() =>
        Assert.Equal(2, (await ReadAsync("0,0,1,K_\n0,1,1,__\n0,1,1,__\n0,0,1,__\n0,2,1,__")).Repeated);

    [Fact]
    public async Task Read_StopsAtTooManyFrames()
    {
        using var lines = new StringReader(string.Concat(Enumerable.Repeat("0,0.0,0.1,K_\n", 100)));

        Assert.Equal(7, (await StreamTimes.ReadAsync(lines, stream: 0, most: 7, Token)).Frames);
        Assert.NotNull(await lines.ReadLineAsync(Token));
    }

    private static Task<StreamTimes> ReadAsync(string lines) =>
        StreamTimes.ReadAsync(new StringReader(lines), stream: 0, most: 1000, Token);
}
