namespace CogSpace.Generation.Tests;

public sealed class BlackVideoTests
{
    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void Refuse_WithoutAPixelThatCanBeSeen(byte brightest, bool refused)
    {
        var black = new BlackVideo();
        foreach (byte value in new byte[] { 0, brightest, 0 })
            black.Look(new Frame(2, 1, [0, 0, 0, 0, value, 0]));

        var e = Record.Exception(black.Refuse);

        Assert.Equal(refused, e is GenerationFailedException);
        Assert.Equal(refused, e is not null);
    }
}
