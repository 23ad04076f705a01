using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Tests.Vae;

public sealed class FrameChunksTests
{
    [Theory]
    [InlineData(1, "0+1")]
    [InlineData(2, "0+2")]
    [InlineData(3, "0+3")]
    [InlineData(4, "0+2 2+2")]
    [InlineData(5, "0+3 3+2")]
    [InlineData(13, "0+3 3+2 5+2 7+2 9+2 11+2")]
    public void Of_FirstChunkTakesTheRest(long frames, string expected) =>
        Assert.Equal(expected, string.Join(' ', FrameChunks.Of(frames, 2).Select(chunk => $"{chunk.Start}+{chunk.Length}")));
}
