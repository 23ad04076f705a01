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

        Assert.Equal(100, progress.Percent);
    }

    [Fact]
    public void TimeLeft_IsThatOfAllWhoTakeTurns()
    {
        var progress = new OverallProgress(
            Sample.Request() with
            {
                PostProcessing = new PostProcessing(Upscale: true, Interpolate: 2),
            }
        );

        Assert.Null(progress.Add(new GenerationProgress(GenerationStage.Decoding, 0, 4, null)).SecondsLeft);
        Assert.Equal(2, progress.Add(new GenerationProgress(GenerationStage.Decoding, 1, 4, 2)).SecondsLeft);
        Assert.Equal(5, progress.Add(new GenerationProgress(GenerationStage.Upscaling, 1, 4, 5)).SecondsLeft);
        Assert.Equal(12, progress.Add(new GenerationProgress(GenerationStage.Interpolating, 1, 3, 7)).SecondsLeft);
        Assert.Equal(20, progress.Add(new GenerationProgress(GenerationStage.Decoding, 2, 4, 20)).SecondsLeft);
    }
}
