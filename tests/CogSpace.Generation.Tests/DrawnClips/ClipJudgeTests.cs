using CogSpace.DrawnClips.Drawing;
using CogSpace.DrawnClips.Judging;

namespace CogSpace.Generation.Tests.DrawnClips;

public sealed class ClipJudgeTests
{
    private const int Clips = 200;

    private static readonly Lazy<List<(DrawnClip Drawn, SeenClip Seen)>> Learned = new(() => LookAtMany(new Variety(), Clips));

    [Fact]
    public void Look_SeesWhatTheSmallModelsLearned() => AssertRight(Learned.Value, shape: 0.99, motion: 0.99);

    [Fact]
    public void Look_SeesEverythingThatIsDrawn() =>
        AssertRight(LookAtMany(Variety.Everything, Clips / 2), shape: 0.97, motion: 0.97);

    [Fact]
    public void Look_SeesTwoShapes() =>
        AssertRight(LookAtMany(Variety.Everything with { Pairs = 1 }, Clips / 4), shape: 0.9, motion: 0.95);

    [Fact]
    public void Look_IsAtChanceWithTheCaptionsOfOthers()
    {
        var looked = Learned.Value;
        var shuffled = looked.Zip([.. looked[1..], looked[0]], (mine, next) => (mine.Drawn, next.Seen)).ToList();

        var rates = Rates.Of(shuffled);

        Assert.InRange(rates.Shape, 0, 2.0 / Outline.Learned.Count);
        Assert.InRange(rates.Colour, 0, 2.0 / Palette.Learned.Count);
        Assert.InRange(rates.Backdrop, 0, 2.0 / Backdrop.Learned.Count);
        Assert.InRange(rates.Motion, 0, 2.0 / Motion.Learned.Count);
    }

    private static void AssertRight(List<(DrawnClip, SeenClip)> looked, double shape, double motion)
    {
        var rates = Rates.Of(looked);

        TestContext.Current.TestOutputHelper!.WriteLine($"{rates}");
        Assert.Equal(1, rates.Backdrop);
        Assert.InRange(rates.Colour, 0.99, 1);
        Assert.InRange(rates.Shape, shape, 1);
        Assert.InRange(rates.Motion, motion, 1);
    }

    private static List<(DrawnClip Drawn, SeenClip Seen)> LookAtMany(Variety variety, int count)
    {
        var random = new Random(2024);
        var clips = Enumerable.Range(0, count).Select(_ => variety.Next(random)).ToList();
        return
        [
            .. clips.AsParallel().AsOrdered().Select(clip => (clip, ClipJudge.Look(clip.Draw(), clip.Objects.Count, variety))),
        ];
    }
}
