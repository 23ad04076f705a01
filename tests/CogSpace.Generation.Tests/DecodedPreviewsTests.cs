namespace CogSpace.Generation.Tests;

/// <summary>Frames that are shown while a video is decoded.</summary>
public sealed class DecodedPreviewsTests
{
    [Fact]
    public void Look_ShowsFramesBesideTheStage_WithNumbersAfterThoseOfDenoising()
    {
        var told = new List<GenerationProgress>();
        var timings = new StageTimings(new Told(told));
        var previews = new DecodedPreviews(timings, TimeSpan.Zero, first: 50);
        timings.Report(new GenerationProgress(GenerationStage.Decoding, 2, 13, 4));

        previews.Look(new Frame(96, 64, new byte[96 * 64 * 3]));
        previews.Look(new Frame(96, 64, new byte[96 * 64 * 3]));

        Assert.Equal([(51, true), (52, true)], told.Skip(1).Select(one => (one.Preview!.Step, one.Preview.IsDecoded)));
        Assert.All(told, one => Assert.Equal((GenerationStage.Decoding, 2, 13), (one.Stage, one.Step, one.Of)));
    }

    [Fact]
    public void Look_WithoutAnInterval_OrTooSoon_ShowsNothing()
    {
        var told = new List<GenerationProgress>();
        var timings = new StageTimings(new Told(told));
        timings.Report(new GenerationProgress(GenerationStage.Decoding, 0, 13, null));
        var none = new DecodedPreviews(timings, null, 0);
        var rare = new DecodedPreviews(timings, TimeSpan.FromDays(1), 0);

        none.Look(new Frame(1, 1, new byte[3]));
        rare.Look(new Frame(1, 1, new byte[3]));
        rare.Look(new Frame(1, 1, new byte[3]));

        Assert.Equal([null, 1], told.Select(one => one.Preview?.Step));
    }

    [Theory]
    [InlineData(480, 320, 480, 320)]
    [InlineData(481, 3, 240, 1)]
    [InlineData(1360, 768, 453, 256)]
    public void Shrink_KeepsTheFirstOfSoManyPixels(int width, int height, int newWidth, int newHeight)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)(i / 3 % 251))];

        var small = DecodedPreviews.Shrink(new Frame(width, height, pixels));

        Assert.Equal((newWidth, newHeight), (small.Width, small.Height));
        int every = width / newWidth;
        Assert.Equal((byte)(every % 251), small.Pixels.Span[3]);
    }

    private sealed class Told(List<GenerationProgress> told) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => told.Add(value);
    }
}
