namespace CogSpace.Generation.Tests;

public sealed class EvenSizeTests
{
    [Fact]
    public void Fill_OddFrame_RepeatsTheLastColumnAndRow()
    {
        var filled = EvenSize.Fill(new Frame(3, 1, [1, 2, 3, 4, 5, 6, 7, 8, 9]));

        Assert.Equal((4, 2), (filled.Width, filled.Height));
        byte[] row = [1, 2, 3, 4, 5, 6, 7, 8, 9, 7, 8, 9];
        Assert.Equal([.. row, .. row], filled.Pixels.ToArray());
    }

    [Fact]
    public void Fill_EvenFrame_IsLeftAsItIs()
    {
        var frame = new Frame(2, 2, new byte[12]);
        Assert.Same(frame, EvenSize.Fill(frame));
        Assert.Empty(EvenSize.Notes(new VideoInfo(2, 2, 1, 8)));
    }
}
