namespace CogSpace.Core.Tests;

public sealed class FrameTests
{
    [Fact]
    public void Constructor_KeepsSizeAndPixels()
    {
        var frame = new Frame(2, 1, [1, 2, 3, 4, 5, 6]);
        Assert.Equal((2, 1), (frame.Width, frame.Height));
        Assert.Equal<byte[]>([1, 2, 3, 4, 5, 6], frame.Pixels.ToArray());
    }

    [Theory]
    [InlineData(2, 1, 5)]
    [InlineData(2, 1, 7)]
    [InlineData(1, 1, 0)]
    public void Constructor_WrongNumberOfBytes_Throws(int width, int height, int bytes) =>
        Assert.Throws<ArgumentException>(() => new Frame(width, height, new byte[bytes]));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void Constructor_EmptySize_Throws(int width, int height) =>
        Assert.ThrowsAny<ArgumentException>(() => new Frame(width, height, []));

    [Fact]
    public void At_SharesThePixels_AndLeavesTheOtherFrameAlone()
    {
        var frame = new Frame(1, 1, [1, 2, 3]);
        var later = frame.At(TimeSpan.FromSeconds(2));

        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(2)), (frame.Time, later.Time));
        Assert.True(frame.Pixels.Equals(later.Pixels));
    }
}
