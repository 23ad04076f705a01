using System.Threading.Channels;
using CogSpace.PostProcess.Media.Decoding;

namespace CogSpace.PostProcess.Tests.Media.Videos;

public sealed class PictureTimesTests
{
    private readonly PictureTimes _times = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Next_CountsFromTheFirstPicture()
    {
        Add(12_000_000, 12_016_667, 13_000_000);

        Assert.Equal([0, 16.667, 1000], await TakeAsync(3));
    }

    [Fact]
    public async Task Next_ThatGoesBackwards_FollowsThePictureBefore()
    {
        Add(0, 40_000, 20_000, 40_000, 80_000);

        Assert.Equal([0, 40, 41, 42, 80], await TakeAsync(5));
    }

    [Fact]
    public async Task Next_WithoutATime_FollowsThePictureBefore()
    {
        Assert.True(_times.TryAdd("frame:0    pts:NOPTS   pts_time:NOPTS"));
        Add(40_000, 80_000);

        Assert.Equal([0, 1, 40], await TakeAsync(3));
    }

    [Fact]
    public async Task Next_AfterTheLast_Fails()
    {
        Add(0);
        _times.Close();

        await TakeAsync(1);
        await Assert.ThrowsAsync<ChannelClosedException>(() => _times.NextAsync(Token));
    }

    [Fact]
    public void TryAdd_LeavesOtherWordsAlone()
    {
        Assert.True(_times.TryAdd("shown=1"));
        Assert.False(_times.TryAdd("[h264 @ 0x55] error while decoding"));
    }

    private void Add(params int[] microseconds)
    {
        for (int i = 0; i < microseconds.Length; i++)
            Assert.True(_times.TryAdd($"frame:{i}    pts:{microseconds[i]} pts_time:{microseconds[i] / 1e6}"));
    }

    private async Task<IReadOnlyList<double>> TakeAsync(int count)
    {
        var taken = new List<double>();
        for (int i = 0; i < count; i++)
            taken.Add((await _times.NextAsync(Token)).TotalMilliseconds);
        return taken;
    }
}
