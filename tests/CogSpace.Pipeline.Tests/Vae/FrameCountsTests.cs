using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Tests.Vae;

public sealed class FrameCountsTests
{
    private static readonly VaeConfig Config = new()
    {
        BlockOutChannels = [4, 4, 8, 8],
        LatentChannels = 4,
        LayersPerBlock = 1,
        NormNumGroups = 2,
        ScalingFactor = 0.7,
    };

    [Theory]
    [InlineData(49, 49)]
    [InlineData(48, 48)]
    [InlineData(47, 41)]
    [InlineData(10, 9)]
    [InlineData(7, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void Unchanged_IsWhatComesOutAsItWentIn(int frames, int expected) =>
        Assert.Equal(expected, FrameCounts.Unchanged(frames, Config));

    [Theory]
    [InlineData(49, 48)]
    [InlineData(17, 16)]
    [InlineData(7, 0)]
    public void Unchanged_PairsOfLatentFrames_TakesWholePairs(int frames, int expected) =>
        Assert.Equal(expected, FrameCounts.Unchanged(frames, Config, group: 2));
}
