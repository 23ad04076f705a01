using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Tests.Media;

namespace CogSpace.PostProcess.Tests.Interpolation;

/// <summary>What happens between two frames, after lossy coding where a codec could hide it.</summary>
public sealed class FrameComparisonTests : IDisposable
{
    private const string Size = "s=160x96:r=24";
    private const string TestPicture = $"testsrc2={Size},select=eq(n\\,0)";
    private const string Fractal = $"mandelbrot={Size},select=eq(n\\,0)";
    private const string Still = "loop=-1:1:0,setpts=N/24/TB";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TestPicture, 18)]
    [InlineData(TestPicture, 35)]
    [InlineData(Fractal, 23)]
    [InlineData(Fractal, 35)]
    [InlineData($"{TestPicture},noise=c0s=12:c0f=u", 28)]       // grain that stays where it is
    public async Task StillsAfterCoding_AreTheSame(string picture, int quality)
    {
        var frames = await EncodedFrames.MakeAsync(_folder, $"{picture},{Still}", 12, quality, Cancel);

        Assert.Contains(frames.Skip(1), frame => !frame.Pixels.Span.SequenceEqual(frames[0].Pixels.Span));
        Assert.All(Changes(frames), change => Assert.Equal(FrameChange.Same, change));
    }

    /// <summary>A pointer of 16 x 24 pixels moves over a screen, 6 pixels a frame; nothing else does.</summary>
    [Fact]
    public async Task SmallPointerOnAScreen_IsMotionInEveryPair_AndTheReferenceHoldsFive()
    {
        var frames = await EncodedFrames.ReadAsync(FieldFiles.Path("screen60.mp4"), 10, 1280, 720, Cancel);

        Assert.Equal(Enumerable.Repeat(FrameChange.Motion, 9), Changes(frames));
        var pairs = frames.Zip(
            frames.Skip(1), (one, next) => new FramePair(Planes.Of(one), Planes.Of(next), 32, ChangeRule.Reference));
        Assert.Equal(5, pairs.Count(pair => pair.Change == FrameChange.Same));
    }

    [Theory]
    [InlineData(16, 24, 6)]
    [InlineData(8, 8, 2)]
    [InlineData(4, 4, 1)]
    [InlineData(3, 12, 1)]
    public async Task SmallThingThatMoves_IsMotion(int width, int height, int speed)
    {
        string graph = $"{Fractal},{Still}[still];color=white:s={width}x{height}:r=24[thing];" +
            $"[still][thing]overlay=format=gbrp:x=30+{speed}*n:y=40";
        var frames = await EncodedFrames.MakeAsync(_folder, graph, 8, 23, Cancel);

        Assert.All(Changes(frames), change => Assert.Equal(FrameChange.Motion, change));
    }

    [Theory]
    [InlineData(TestPicture, 1)]
    [InlineData(Fractal, 1)]
    [InlineData(Fractal, 3)]
    public async Task SlowPan_IsMotion(string picture, int speed)
    {
        string large = picture.Replace("160x96", "320x96", StringComparison.Ordinal);
        string graph = $"{large},{Still},format=gbrp,crop=160:96:{speed}*n:0";
        var frames = await EncodedFrames.MakeAsync(_folder, graph, 12, 28, Cancel);

        Assert.All(Changes(frames), change => Assert.Equal(FrameChange.Motion, change));
    }

    [Theory]
    [InlineData(TestPicture, "black", 12)]
    [InlineData(TestPicture, "white", 12)]
    [InlineData(Fractal, "black", 12)]
    [InlineData($"color=white:{Size}", "black", 12)]
    [InlineData(Fractal, "black", 96)]
    public async Task Fade_IsMotion(string picture, string to, int length)
    {
        // The last step is from almost nothing to nothing.
        var frames = await EncodedFrames.MakeAsync(
            _folder, $"{picture},{Still},fade=out:0:{length}:color={to}", length, 18, Cancel);

        Assert.All(Changes(frames), change => Assert.Equal(FrameChange.Motion, change));
    }

    [Theory]
    [InlineData(TestPicture, Fractal)]
    [InlineData(Fractal, $"color=white:{Size}")]
    public async Task CrossFade_IsMotion(string from, string to)
    {
        string graph = $"{from},{Still},format=yuv444p[a];{to},{Still},format=yuv444p[b];" +
            "[a][b]blend=all_expr='A*(1-min(1\\,N/12))+B*min(1\\,N/12)'";
        var frames = await EncodedFrames.MakeAsync(_folder, graph, 12, 18, Cancel);

        Assert.All(Changes(frames), change => Assert.Equal(FrameChange.Motion, change));
    }

    [Theory]
    [InlineData(TestPicture, Fractal)]
    [InlineData(Fractal, TestPicture)]
    [InlineData(TestPicture, $"smptebars={Size}")]
    [InlineData(Fractal, $"color=gray:{Size}")]
    public async Task HardCut_IsACutAndNothingElseIs(string from, string to)
    {
        string graph = $"{from},{Still},format=yuv444p[a];{to},{Still},format=yuv444p[b];" +
            "[a][b]blend=all_expr='if(lte(N\\,4)\\,A\\,B)'";
        var frames = await EncodedFrames.MakeAsync(_folder, graph, 8, 18, Cancel);

        Assert.Equal([3], Cuts(frames));
    }

    [Theory]
    [InlineData(Fractal, "A*0+235")]
    [InlineData(TestPicture, "min(235\\,A+90)")]
    public async Task Flash_IsCutOnBothSides(string picture, string flash)
    {
        string graph = $"{picture},{Still},format=yuv444p,split[a][b];[a][b]blend=c0_expr='if(eq(N\\,5)\\,{flash}\\,A)'";
        var frames = await EncodedFrames.MakeAsync(_folder, graph, 9, 18, Cancel);

        Assert.Equal([3, 4], Cuts(frames));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public void OneBlock_CountsFromMoreThanNoise(byte levels, bool isSame)
    {
        Planes before = Planes.Of(Clip.Flat(100, 100, 100)), after = Planes.Of(Clip.Flat(100, 100, 100));
        for (int y = 8; y < 12; y++)
            after.Row(1, y).Slice(20, 4).Fill((100 + levels) / 255f);

        Assert.Equal(isSame ? FrameChange.Same : FrameChange.Motion, FrameComparison.Between(before, after));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(33, 47)]
    public void OddSizes_AreCompared(int width, int height)
    {
        Planes black = Planes.Of(Clip.Flat(0, 0, 0, width, height)), white = Planes.Of(Clip.Flat(255, 255, 255, width, height));

        Assert.Equal(FrameChange.Same, FrameComparison.Between(black, black));
        Assert.Equal(FrameChange.Cut, FrameComparison.Between(black, white));
        black.Row(0, height - 1)[width - 1] = 0.5f;
        Assert.NotEqual(FrameChange.Same, FrameComparison.Between(Planes.Of(Clip.Flat(0, 0, 0, width, height)), black));
    }

    [Fact]
    public void Rules_DifferOnASmallThing()
    {
        Planes still = Planes.Of(Clip.Flat(90, 120, 150)), moved = Planes.Of(Clip.Flat(90, 120, 150));
        moved.Row(0, 20).Slice(40, 4).Fill(1);

        Assert.Equal(FrameChange.Motion, new FramePair(still, moved, 32).Change);
        Assert.Equal(FrameChange.Same, new FramePair(still, moved, 32, ChangeRule.Reference).Change);
    }

    private static List<FrameChange> Changes(List<Frame> frames) =>
        [.. frames.Zip(frames.Skip(1), (one, next) => FrameComparison.Between(Planes.Of(one), Planes.Of(next)))];

    // Numbers of the frames that a cut comes after.
    private static List<int> Cuts(List<Frame> frames) =>
        [.. Changes(frames).Index().Where(pair => pair.Item == FrameChange.Cut).Select(pair => pair.Index)];
}
