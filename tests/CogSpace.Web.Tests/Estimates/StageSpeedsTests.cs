using CogSpace.Web.Estimates;
using CogSpace.Web.Tests.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace CogSpace.Web.Tests.Estimates;

/// <summary>What is learned from videos that were made, and what it says of others.</summary>
public sealed class StageSpeedsTests
{
    private readonly StageSpeeds _speeds = new();

    [Fact]
    public void Of_AModelAlone_IsNotKnown_AndAMinuteIsAssumed()
    {
        Assert.Null(_speeds.Of(Work()));
        Assert.Null(_speeds.Of(null));
        Assert.Equal(60, _speeds.SecondsOf(Work()));
    }

    [Fact]
    public void Of_AVideoLikeOneBefore_TakesAsLong()
    {
        Learn(Work(), 26, (GenerationStage.Denoising, 20), (GenerationStage.Decoding, 5));

        var seconds = _speeds.Of(Work())!;
        Assert.Equal(20, seconds[GenerationStage.Denoising], 6);
        Assert.Equal(5, seconds[GenerationStage.Decoding], 6);
        Assert.Equal(0, seconds[GenerationStage.Loading]);
        Assert.Equal(1, seconds[GenerationStage.Writing], 6);       // what no stage counts
        Assert.Equal(26, _speeds.SecondsOf(Work()), 6);
        Assert.Equal(40, _speeds.Of(Work(steps: 100))![GenerationStage.Denoising], 6);
    }

    [Fact]
    public void Of_AnotherSize_IsScaled_BetweenThoseThatWereSeen()
    {
        Learn(Work(size: 100), 10, (GenerationStage.Denoising, 10));
        Assert.Equal(40, Denoising(size: 400), 6);

        // Attention takes more for each token of a large video.
        Learn(Work(size: 10_000), 3000, (GenerationStage.Denoising, 3000));
        Assert.Equal(10, Denoising(size: 100), 6);
        Assert.Equal(200, Denoising(size: 1000), 6);
        Assert.Equal(6000, Denoising(size: 20_000), 6);
    }

    [Fact]
    public void Of_AnotherModel_IsComparedByItsSize_ButAnotherNetworkForFramesIsNot()
    {
        var work = Work(upscaler: "small");
        Learn(work, 91, (GenerationStage.Denoising, 72), (GenerationStage.Decoding, 18), (GenerationStage.Upscaling, 1));

        Assert.Equal(144, Denoising(size: 200, model: "other"), 6);
        Assert.Equal(1, _speeds.Of(work)![GenerationStage.Upscaling], 6);
        Assert.InRange(_speeds.Of(Work(upscaler: "large"))![GenerationStage.Upscaling], 20, 40);       // the usual share
    }

    [Fact]
    public void Learn_OneSlowVideo_DoesNotCount_ButANewPaceDoes()
    {
        foreach (double seconds in new double[] { 10, 11, 90, 10 })
            Learn(Work(), seconds, (GenerationStage.Denoising, seconds));
        Assert.Equal(10, Denoising(), 6);

        for (int i = 0; i < 6; i++)
            Learn(Work(), 40, (GenerationStage.Denoising, 40));
        Assert.Equal(40, Denoising(), 6);
    }

    [Fact]
    public void AModelThatIsLoadedAlready_IsNotWaitedFor_AndOneThatIsAlwaysLoadedIs()
    {
        Learn(Work(model: "kept"), 10, (GenerationStage.Denoising, 10));
        Learn(Work(model: "other"), 40, (GenerationStage.Loading, 30), (GenerationStage.Denoising, 10));

        Assert.Equal(0, _speeds.Of(Work(model: "kept"))![GenerationStage.Loading]);
        Assert.Equal(30, _speeds.Of(Work(model: "other"))![GenerationStage.Loading], 6);
    }

    [Fact]
    public void WhatWasLearned_OutlivesTheServer_AndADamagedFileIsNoHarm()
    {
        using var folder = new TemporaryFolder();
        using var data = Sample.Open(folder);
        var file = new SpeedFile(data, NullLogger<SpeedFile>.Instance);
        Assert.Null(new StageSpeeds(file).Of(Work()));
        new StageSpeeds(file).Learn(Work(), new Dictionary<GenerationStage, double> { [GenerationStage.Denoising] = 7 }, 7);

        Assert.Equal(7, new StageSpeeds(file).SecondsOf(Work()), 6);
        string path = folder["data", "speeds.json"];
        foreach (
            string text in new[]
            {
                "", "{", "null", "[null, {}]", """[{"stage":"denoising","maker":"m","size":1,"rates":[]}]""",
            }
        )
        {
            File.WriteAllText(path, text);
            Assert.Null(new StageSpeeds(file).Of(Work()));
        }
    }

    private double Denoising(double size = 100, string model = "model") =>
        _speeds.Of(Work(size: size, model: model))![GenerationStage.Denoising];

    private void Learn(
        IReadOnlyList<StageWork> work, double total, params ReadOnlySpan<(GenerationStage Stage, double Seconds)> stages)
    {
        var seconds = new Dictionary<GenerationStage, double>();
        foreach (var (stage, took) in stages)
            seconds[stage] = took;
        _speeds.Learn(work, seconds, total);
    }

    private static List<StageWork> Work(double steps = 50, double size = 100, string model = "model", string? upscaler = null)
    {
        List<StageWork> work =
        [
            new(GenerationStage.Loading, model, 1, 1),
            new(GenerationStage.Denoising, model, size, steps),
            new(GenerationStage.Decoding, model, 10, 49),
            new(GenerationStage.Writing, "file", 10, 49),
        ];
        if (upscaler is not null)
            work.Add(new StageWork(GenerationStage.Upscaling, upscaler, 10, 49));
        return work;
    }
}
