using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Tests;

/// <summary>What each published variant makes of a request: their configs as they are published, without the weights.</summary>
public sealed class PlanningTests
{
    private const int Channels = 16;

    private static readonly TransformerConfig Two = new()
    {
        NumAttentionHeads = 30,
        AttentionHeadDim = 64,
        NumLayers = 30,
        InChannels = Channels,
        OutChannels = Channels,
        TimeEmbedDim = 512,
        TextEmbedDim = 4096,
        MaxTextSeqLength = 226,
        SampleHeight = 60,
        SampleWidth = 90,
        SampleFrames = 49,
        PatchSize = 2,
    };

    private static readonly TransformerConfig Five = Two with
    {
        NumAttentionHeads = 48,
        NumLayers = 42,
        UseRotaryPositionalEmbeddings = true,
    };

    private static readonly TransformerConfig FiveImage = Five with
    {
        InChannels = 2 * Channels,
        UseLearnedPositionalEmbeddings = true,
    };

    private static readonly TransformerConfig FifteenFive = Five with
    {
        PatchSizeT = 2,
        PatchBias = false,
        SampleFrames = 81,
        SampleHeight = 300,
        SampleWidth = 300,
    };

    private static readonly TransformerConfig FifteenFiveImage = FifteenFive with
    {
        InChannels = 2 * Channels,
        OfsEmbedDim = 512,
        SampleHeight = 96,
        SampleWidth = 170,
    };

    private static readonly VaeConfig Vae = new()
    {
        BlockOutChannels = [128, 256, 256, 512],
        LatentChannels = Channels,
        LayersPerBlock = 3,
        NormNumGroups = 32,
        ScalingFactor = 0.7,
    };

    private static readonly TextToVideo Text = new() { Prompt = "a dog", Seed = 1 };

    private static readonly ImageToVideo Image = new() { Prompt = "a dog", Seed = 1, Image = "dog.png" };

    private static readonly VideoToVideo Video = new() { Prompt = "a dog", Seed = 1, Video = "dog.mp4" };

    [Fact]
    public void Plan_OfEveryVariant_IsItsOwnSizeLengthAndRate()
    {
        AssertPlan(Plan(Two, Text), 720, 480, 49, 13, 8);
        AssertPlan(Plan(Five, Text), 720, 480, 49, 13, 8);
        AssertPlan(Plan(FiveImage, Image), 720, 480, 49, 13, 8);
        AssertPlan(Plan(FifteenFive, Text), 1360, 768, 81, 21, 16);
        AssertPlan(Plan(FifteenFiveImage, Image), 1360, 768, 81, 21, 16);
        AssertPlan(Plan(FifteenFive, Text with { Frames = 161 }), 1360, 768, 161, 41, 16);
    }

    [Fact]
    public void Plan_OfFifteen_TakesAnySize() =>
        AssertPlan(Plan(FifteenFiveImage, Image with { Width = 512, Height = 896 }), 512, 896, 81, 21, 16);

    [Fact]
    public void Plan_OfAModelWithLearnedPositions_KeepsItsSize() =>
        AssertRefused(
            FiveImage, Image with { Width = 512, Height = 896 },
            "512 x 896 pixels are not possible: this model has learned its positions for 720 x 480 only.");

    [Theory]
    [InlineData(720, 488)]
    [InlineData(724, 480)]
    public void Plan_SizeThatIsNoMultiple_SaysWhich(int width, int height) =>
        AssertRefused(Five, Text with { Width = width, Height = height }, "multiple of 16");

    [Fact]
    public void Plan_OfAnotherTask_SaysWhichCheckpointIsNeeded()
    {
        AssertRefused(Five, Image, "such as CogVideoX-5b-I2V");
        AssertRefused(FiveImage, Text, "such as CogVideoX-5b");
        AssertRefused(FiveImage, Video, "such as CogVideoX-5b");
    }

    [Theory]
    [InlineData(49, 49, 13, 49)]
    [InlineData(48, 48, 12, 48)]      // as long as it came
    [InlineData(9, 9, 3, 9)]
    [InlineData(10, 10, 3, 9)]        // what the autoencoder makes of them
    [InlineData(5, 5, 2, 8)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(400, 49, 13, 49)]
    public void Plan_OfAVideo_TakesWhatThereIs(int frames, int taken, int latentFrames, int output)
    {
        var plan = Plan(Five, Video, new VideoInfo(640, 360, frames, 8));

        Assert.Equal(
            (taken, latentFrames, output, 8.0), (plan.Frames, plan.LatentFrames, plan.OutputFrames, plan.FramesPerSecond));
        Assert.Equal(taken, plan.Sampling!.Count);
        Assert.Equal(taken != output, plan.Notes.Count > 0);
    }

    [Fact]
    public void Plan_OfAFastVideo_TakesEveryFewFramesAtTheirOwnRate()
    {
        var plan = Plan(Five, Video, new VideoInfo(640, 360, 300, 30));

        Assert.Equal((4, 49, 7.5), (plan.Sampling!.Stride, plan.Sampling.Count, plan.FramesPerSecond));
    }

    [Fact]
    public void Plan_OfAVideoWithPairsOfLatents_TakesAFewFramesLessAndSaysSo()
    {
        var plan = Plan(FifteenFive, Video, new VideoInfo(640, 360, 200, 16));

        Assert.Equal((80, 20, 80), (plan.Frames, plan.LatentFrames, plan.OutputFrames));
        Assert.Contains("80 frames", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_OfAVideoTooShortForPairs_SaysSo() =>
        AssertRefused(FifteenFive, Video, "too short", new VideoInfo(640, 360, 4, 16));

    [Theory]
    [InlineData(-0.01, "0 to 1")]
    [InlineData(1.01, "0 to 1")]
    [InlineData(double.NaN, "0 to 1")]
    [InlineData(0, "at least 0.02")]
    [InlineData(0.01, "at least 0.02")]
    public void Plan_ImpossibleStrength_SaysWhatToTake(double strength, string says) =>
        AssertRefused(Five, Video with { Strength = strength }, says);

    [Fact]
    public void Plan_AStepCacheForAWalkToNoise_IsRefused() =>
        AssertRefused(
            FifteenFive, new VideoInversion { Prompt = "a dog", Seed = 1, Video = "dog.mp4", StepCache = 0.5 },
            "A walk to noise and back computes every step: the step cache must be 0.");

    [Fact]
    public void Plan_Strength_LeavesOutTheFirstSteps()
    {
        Assert.Equal(0, Plan(Five, Video with { Strength = 1 }).SkippedSteps);
        Assert.Equal(22, Plan(Five, Video with { Strength = 0.58 }).SkippedSteps);      // not 21: the product is 28.999...
    }

    [Theory]
    [InlineData(1.5, 0.5, 1)]
    [InlineData(0.5, -0.1, 1)]
    [InlineData(0.5, 0.5, 0.9)]
    [InlineData(0.5, 0.5, double.NaN)]
    public void Plan_ImpossibleCrop_SaysWhatToTake(double x, double y, double zoom) =>
        AssertRefused(FiveImage, Image with { Crop = new Crop(x, y, zoom) }, "is not possible: choose");

    [Fact]
    public void Plan_WithAnotherScheduler_IsItsGuidanceAndSpacing()
    {
        Assert.Equal((SchedulerKind.Ddim, false), Guided(Plan(Five, Text)));
        Assert.Equal((SchedulerKind.Dpm, true), Guided(Plan(Five, Text with { Scheduler = SchedulerKind.Dpm })));

        static (SchedulerKind, bool) Guided(GenerationPlan plan) => (plan.Scheduler, plan.DynamicGuidance);
    }

    [Fact]
    public void For_AnotherSchedulerThanTheModelsOwn_SpacesTrailing()
    {
        var own = new ModelScheduler(SchedulerKind.Ddim, new SchedulerConfig { TimestepSpacing = "leading" });

        Assert.Equal(0, own.For(Text).Schedule.Timesteps(50)[^1]);
        Assert.Equal(999, own.For(Text with { Scheduler = SchedulerKind.Dpm }).Schedule.Timesteps(50)[0]);
        Assert.Equal(
            0,
            own.For(Text with { Scheduler = SchedulerKind.Dpm, Spacing = TimestepSpacing.Linspace }).Schedule.Timesteps(50)[
                ^1
            ]
        );
    }

    [Fact]
    public void Preset_GoesByTheConfig()
    {
        Assert.Equal(
            [
                ("CogVideoX-2B", ComputeType.F16, SchedulerKind.Ddim),
                ("CogVideoX-5B", ComputeType.BF16, SchedulerKind.Dpm),
                ("CogVideoX-5B-I2V", ComputeType.BF16, SchedulerKind.Dpm),
                ("CogVideoX1.5-5B", ComputeType.BF16, SchedulerKind.Dpm),
                ("CogVideoX1.5-5B-I2V", ComputeType.BF16, SchedulerKind.Dpm),
            ],
            new[] { Two, Five, FiveImage, FifteenFive, FifteenFiveImage }
                .Select(config => Presets.For(config, new PipelineShape(config, Vae).Task))
                .Select(preset => (preset.Variant, preset.Type, preset.Scheduler))
        );
    }

    [Fact]
    public void Offered_FollowsWhatTheModelWasTrainedOn()
    {
        Assert.Equal([(720, 480), (480, 720), (480, 480)], Offered(Five).Sizes);
        Assert.Equal([(720, 480)], Offered(FiveImage).Sizes);        // its positions are learned
        Assert.Equal([49, 9, 17, 25, 33, 41], Offered(Five).Frames);
        Assert.Equal([(1360, 768), (768, 1360), (768, 768)], Offered(FifteenFive).Sizes);
        Assert.Equal([81, 17, 33, 49, 65, 97, 129, 161], Offered(FifteenFive).Frames);
        foreach (var config in new[] { Two, Five, FiveImage, FifteenFive, FifteenFiveImage })
        {
            var request = config.InChannels == config.OutChannels ? Text : (GenerationRequest)Image;
            Assert.All(
                Offered(config).Sizes,
                size => Plan(config, request with { Width = size.Width, Height = size.Height }));
            Assert.All(Offered(config).Frames, frames => Plan(config, request with { Frames = frames }));
        }

        static VideoShapes Offered(TransformerConfig config) => new PipelineShape(config, Vae).Offered;
    }

    private static GenerationPlan Plan(TransformerConfig config, GenerationRequest request, VideoInfo? video = null) =>
        new Planning(new PipelineShape(config, Vae), new ModelScheduler(SchedulerKind.Ddim, new SchedulerConfig()))
            .Plan(request, video ?? new VideoInfo(640, 360, 100, 8), text => text.Length);

    private static void AssertPlan(GenerationPlan plan, int width, int height, int frames, int latentFrames, double rate) =>
        Assert.Equal(
            (width, height, frames, latentFrames, frames, rate),
            (plan.Width, plan.Height, plan.Frames, plan.LatentFrames, plan.OutputFrames, plan.FramesPerSecond));

    private static void AssertRefused(
        TransformerConfig config, GenerationRequest request, string says, VideoInfo? video = null) =>
        Assert.Contains(
            says, Assert.Throws<InvalidRequestException>(() => Plan(config, request, video)).Message,
            StringComparison.Ordinal);
}
