using CogSpace.PostProcess.Media.Decoding;

namespace CogSpace.PostProcess.Tests.Media.Videos;

public sealed class PacketCountTests
{
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("0.0,0.5,K_", 1, 0.5)]
    [InlineData("0.0,0.1,K_\n0.1,0.1,__\n0.2,0.3,__", 3, 0.5)]
    [InlineData("0.0,0.1,K_\n0.3,0.1,__\n0.1,0.1,__\n0.2,0.1,__", 4, 0.4)] // in the order of decoding
    [InlineData("5.0,0.1,K_\n5.1,0.1,__", 2, 0.2)] // does not begin at 0
    [InlineData("0.0,N/A,K_\n0.1,N/A,__\n0.2,N/A,__", 3, 0.3)]
    [InlineData("0.0,0.1,KD\n0.1,0.1,__\n0.2,0.1,__", 2, 0.2)] // cut away by an edit list
    [InlineData("0.0,0.1,K_\n0.0,0.1,__", 2, 0)] // at the same time
    [InlineData("N/A,N/A,K_\nN/A,N/A,__", 2, 0)]
    [InlineData("nonsense\n", 0, 0)]
    public async Task Read_CountsAndAddsUp(string lines, int frames, double seconds)
    {
        var count = await PacketCount.ReadAsync(new StringReader(lines), TestContext.Current.CancellationToken);

        Assert.Equal(frames, count.Frames);
        Assert.Equal(seconds, count.Seconds, 1e-9);
    }
}
