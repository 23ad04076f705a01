using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

public sealed class OverallProgressTests
{
    [Fact]
    public void StagesThatTakeTurns_NeverTurnItBack_AndAtTheEndAllIsDone()
    {
        var progress = new OverallProgress(
            Sample.Request() with
            {
                PostProcessing = new PostProcessing(Upscale: true, Interpolate: 2),
            }
        );
        var (percents, stages) = (new List<int>(), new List<GenerationStage>());
        Add(GenerationStage.Loading, 0, 1);
        for (int step = 0; step <= 10; step++)
            Add(GenerationStage.Denoising, step, 10);
        for (int frame = 1; frame <= 9; frame++)
        {
            Add(GenerationStage.Decoding, frame, 9);
            Add(GenerationStage.Upscaling, frame, 9);
            if (frame > 1)
                Add(GenerationStage.Interpolating, frame - 1, 8);
        }

        Add(GenerationStage.Writing, 1, 1);

        Assert.Equal(percents.Order(), percents);
        Assert.Equal(stages.Order(), stages);
        Assert.Equal(0, percents[0]);
        Assert.Equal(100, percents[^1]);
        Assert.InRange(percents[stages.LastIndexOf(GenerationStage.Denoising)], 30, 80);

        void Add(GenerationStage stage, int step, int of)
        {
            stages.Add(progress.Add(new GenerationProgress(stage, step, of, null)).Stage);
            percents.Add(progress.Percent);
        }
    }

    [Fact]
    public void WithoutAModel_ItGoesByTheFramesThatAreDrawn()
    {
        var request = VideoPostProcessing.Of("a.mp4", new PostProcessing(Upscale: true, Interpolate: 2));
        var progress = new OverallProgress(request);
        Assert.Equal(0, progress.Percent);

        for (int frame = 1; frame <= 5; frame++)
            Add(GenerationStage.Upscaling, frame);

        Assert.InRange(progress.Percent, 45, 55);
        Assert.InRange(progress.SecondsLeft!.Value, 10, 11);

        void Add(GenerationStage stage, int step)
        {
            progress.Add(new GenerationProgress(stage, step, 10, 10 - step));
            progress.Add(new GenerationProgress(GenerationStage.Interpolating, step, 10, 10 - step));
        }
    }

    [Fact]
    public void Preview_IsShownUntilThereIsAnother()
    {
        var progress = new OverallProgress(Sample.Request());
        var (first, second) = (
            new GenerationPreview(1, new Frame(1, 1, new byte[3])), new GenerationPreview(3, new Frame(1, 1, new byte[3])));

        Assert.Null(Add(GenerationStage.Denoising, 0, null));
        Assert.Same(first, Add(GenerationStage.Denoising, 1, first));
        Assert.Same(first, Add(GenerationStage.Denoising, 2, null));
        Assert.Same(second, Add(GenerationStage.Denoising, 3, second));
        Assert.Same(second, Add(GenerationStage.Decoding, 1, null));

        GenerationPreview? Add(GenerationStage stage, int step, GenerationPreview? preview) =>
            progress.Add(new GenerationProgress(stage, step, 4, null) { Preview = preview }).Preview;
    }

    [Fact]
    public void StagesThatDoNotCome_AreNotWaitedFor()
    {
        var progress = new OverallProgress(new ImageToVideo { Prompt = "a heart", Seed = 1, Image = "image.png" });
        progress.Add(new GenerationProgress(GenerationStage.Denoising, 4, 4, null));
        progress.Add(new GenerationProgress(GenerationStage.Decoding, 2, 2, null));
        progress.Add(new GenerationProgress(GenerationStage.Writing, 1, 1, null));

        Assert.Equal(100, progress.Percent);
    }

    [Fact]
    public void TimeLeft_OfAVideoLikeNoOther_IsToldByItsOwnStepsAndTheUsualShares()
    {
        var progress = new OverallProgress(Sample.Request() with { PostProcessing = new PostProcessing(Upscale: true) });

        Assert.Null(Left(GenerationStage.Denoising, 0, 10, null));
        Assert.Equal(54 + 18 + 30 + 2, Left(GenerationStage.Denoising, 2, 8, 54)!.Value, 6);
        Assert.Equal(18 + 30 + 2, Left(GenerationStage.Denoising, 8, 8, 0)!.Value, 6);

        // Of 20 seconds of decoding 5 were for a quarter of the frames, in turns with 4 that were spent on upscaling these.
        Left(GenerationStage.Upscaling, 1, 4, 12);
        Assert.Equal((0.75 * 4) + (0.75 * 16) + 2, Left(GenerationStage.Decoding, 1, 4, 15)!.Value, 6);
        Assert.Equal(2, Left(GenerationStage.Writing, 0, 1, null)!.Value, 6);

        double? Left(GenerationStage stage, int step, int of, double? seconds) =>
            progress.Add(new GenerationProgress(stage, step, of, seconds)).SecondsLeft;
    }

    [Fact]
    public void TimeLeft_OfAStageThatWasNeverSeen_IsNotToldByItsFirstFrames()
    {
        var progress = new OverallProgress(Sample.Request() with { PostProcessing = new PostProcessing(Interpolate: 2) });
        Assert.Equal(54 + 18 + 30 + 2, Left(GenerationStage.Denoising, 2, 8, 54), 6);
        Assert.Equal(18 + 30 + 2, Left(GenerationStage.Denoising, 8, 8, 0), 6);

        // The first frame waits for the network to be loaded.
        Assert.Equal(18 + 30 - (30 / 48.0) + 2, Left(GenerationStage.Interpolating, 1, 48, 470), 6);
        Assert.Equal(18 + (44 / 48.0 * 30) + 2, Left(GenerationStage.Interpolating, 4, 48, 440), 6);
        Assert.Equal(18 + 36 + 2, Left(GenerationStage.Interpolating, 12, 48, 36), 6);

        double Left(GenerationStage stage, int step, int of, double seconds) =>
            progress.Add(new GenerationProgress(stage, step, of, seconds)).SecondsLeft!.Value;
    }

    [Fact]
    public void TimeLeft_IsThatOfAllStages_AndFollowsThePaceOfTheRun()
    {
        var progress = new OverallProgress(
            Sample.Request(),
            new Dictionary<GenerationStage, double>
            {
                [GenerationStage.Loading] = 5,
                [GenerationStage.Denoising] = 20,
                [GenerationStage.Decoding] = 10,
                [GenerationStage.Writing] = 1,
            });

        Assert.Equal(36, progress.SecondsLeft);
        Assert.Equal(36, progress.Add(new GenerationProgress(GenerationStage.Loading, 0, 1, null)).SecondsLeft);
        Assert.Equal(31, progress.Add(new GenerationProgress(GenerationStage.Denoising, 0, 10, null)).SecondsLeft);

        // An eighth took 3.75 seconds, not 2.5: of 20 to 30 seconds seven eighths are left.
        Assert.Equal(
            (0.875 * 25) + (1.25 * 11), progress.Add(new GenerationProgress(GenerationStage.Denoising, 1, 8, 26.25)).SecondsLeft);
        Assert.Equal(1.5 * 11, progress.Add(new GenerationProgress(GenerationStage.Denoising, 10, 10, 0)).SecondsLeft);
    }
}
