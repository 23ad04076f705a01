using System.Text;
using CogSpace.Generation.Workers;

namespace CogSpace.Generation.Tests.Workers;

/// <summary>Messages come out as they went in.</summary>
public sealed class WorkerJsonTests
{
    private static readonly Recipe Recipe = new()
    {
        Request = new TextToVideo { Prompt = "a red circle", Seed = ulong.MaxValue, Frames = 9, Steps = 3 },
        Model = "cogspace-tiny",
        Made = new VideoInfo(96, 64, 9, 8),
        Computed = new Computation("float32", "cpu"),
    };

    private static readonly GenerationPlan Plan = new()
    {
        Request = new VideoToVideo
        {
            Prompt = "a red circle",
            Seed = ulong.MaxValue,
            Video = "source.mp4",
            Strength = 0.1 + 0.2,
            Crop = null,
            Spacing = TimestepSpacing.Trailing,
            Loras = [new LoraFile("a.safetensors", 0.5)],
            PostProcessing = new PostProcessing(Upscale: true, Upscaler: "x4"),
        },
        Source = new VideoInfo(640, 480, 99, 30000.0 / 1001)
        {
            Start = 0.1,
            Intervals = new FrameIntervals(Shortest: 1.0 / 60, Last: 0.2),
        },
        Sampling = new FrameSampling(Stride: 3, Count: 9, FramesPerSecond: 10000.0 / 1001, First: 2),
        Frames = 9,
        LatentFrames = 3,
        OutputFrames = 9,
        Width = 96,
        Height = 64,
        SkippedSteps = 10,
        Scheduler = SchedulerKind.Ddim,
        DynamicGuidance = true,
        FramesPerSecond = 10000.0 / 1001,
        Tiled = true,
    };

    [Fact]
    public void APlan_IsTheSamePlan()
    {
        var sent = new MakeVideo(
            Plan, new ModelPlace("org/model", "folder"), new GenerationOutput("v.mp4", Poster: "p.jpg"), ComputeType.BF16);

        var received = Assert.IsType<MakeVideo>(Through(sent));

        Assert.Equal(
            sent,
            received with { Plan = received.Plan with { Request = received.Plan.Request with { Loras = Plan.Request.Loras } } },
            new WithoutLists());
        Assert.Equal(Plan.Request.Loras, received.Plan.Request.Loras);
    }

    [Fact]
    public void Progress_KeepsItsPreview_AndWhatIsNotANumber()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * 2 * 3).Select(i => (byte)(i * 11))];
        var sent = new GenerationProgress(GenerationStage.Denoising, 3, 50, double.PositiveInfinity)
        {
            Preview = new GenerationPreview(2, new Frame(4, 2, pixels)) { IsDecoded = true },
        };

        var received = Assert.IsType<Progressed>(Through(new Progressed(sent))).Progress;

        Assert.Equal(sent with { Preview = null }, received with { Preview = null });
        Assert.Equal((2, true), (received.Preview!.Step, received.Preview.IsDecoded));
        Assert.Equal((4, 2), (received.Preview.Picture.Width, received.Preview.Picture.Height));
        Assert.Equal(pixels, received.Preview.Picture.Pixels.ToArray());
    }

    [Fact]
    public void AResult_KeepsItsRecipe_TimesAndMemory()
    {
        var sent = new GenerationResult(
            "v.mp4", Recipe, ["A note."], new Dictionary<GenerationStage, double> { [GenerationStage.Decoding] = 0.1 + 0.2 })
        {
            Memory = new MemoryChoice(MemoryMode.Sequential, Tiled: true, Need: 5, Free: null),
        };

        var received = Assert.IsType<Made>(Through(new Made(sent, 7)));

        Assert.Equal(7, received.Memory);
        Assert.Equal((sent.Video, sent.Recipe, sent.Memory), (
            received.Result.Video, received.Result.Recipe, received.Result.Memory));
        Assert.Equal(sent.Notes, received.Result.Notes);
        Assert.Equal(sent.Seconds, received.Result.Seconds);
    }

    [Fact]
    public void Options_KeepWhatIsSet()
    {
        var sent = new GeneratorOptions
        {
            ModelsFolder = "models",
            Pipeline = new PipelineOptions
            {
                Device = "cuda:1",
                Memory = MemoryMode.Model,
                MemoryLimit = 5,
                PreviewInterval = TimeSpan.FromSeconds(1),
            },
            Reading = new ReadingOptions { VideoLength = TimeSpan.FromMinutes(3) },
            Encoding = new EncodingOptions { Preset = "slow" },
            Networks = new NetworkOptions { Half = false },
            Upscaling = new UpscalingOptions { Tile = 64 },
        };

        var received = Assert.IsType<Begin>(Through(new Begin(1, sent))).Options;

        Assert.Equal(("models", null, sent.Pipeline), (received.ModelsFolder, received.Hub, received.Pipeline));
        Assert.Equal(
            (sent.Reading.VideoLength, "slow", false, 64),
            (received.Reading.VideoLength, received.Encoding.Preset, received.Networks.Half, received.Upscaling.Tile));
    }

    [Fact]
    public void ADevice_IsKnownAfterwards()
    {
        var device = new DeviceReport("cpu", new Dictionary<ComputeType, ComputeType> { [ComputeType.F16] = ComputeType.F32 });

        var received = Assert.IsType<Ready>(Through(new Ready(device, null, "on the CPU")));

        Assert.Equal("cpu", received.Device!.Device);
        Assert.Equal(device.Types, received.Device.Types);
    }

    public static TheoryData<Exception> Failures =>
    [
        new CogSpaceException("Known."), new InvalidRequestException("No."), new GenerationFailedException("Black."),
        new MediaException("Broken."), new MemoryShortageException("Too large."),
        new DiskException("The disk is full."),
        new ModelLoadException("vae/config.json", "it is empty."),
    ];

    [Theory, MemberData(nameof(Failures))]
    public void AKnownFailure_IsTheSameException(Exception sent)
    {
        var received = Failed(sent);

        Assert.Equal((sent.GetType(), sent.Message), (received.GetType(), received.Message));
        Assert.Equal((sent as ModelLoadException)?.File, (received as ModelLoadException)?.File);
    }

    [Fact]
    public void AnythingElse_IsABugWithTheStackOfTheWorker()
    {
        var received = Failed(Assert.Throws<InvalidCastException>(void () => throw new InvalidCastException("Not that.")));

        Assert.IsNotType<CogSpaceException>(received, exactMatch: false);
        Assert.Equal("The worker failed: Not that.", received.Message);
        Assert.Contains("In the worker: ", received.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(AnythingElse_IsABugWithTheStackOfTheWorker), received.ToString(), StringComparison.Ordinal);
        Assert.IsType<OperationCanceledException>(Failed(new TaskCanceledException()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"message":"unknown"}""")]
    [InlineData("""{"message":"make"}""")]
    [InlineData("""{"message":"progress","Progress":null}""")]
    [InlineData("""{"message":"progress","Progress":{"Stage":3,"Step":1,"Of":2,"SecondsLeft":null}}""")]
    [InlineData("""
        {"message":"progress","Progress":{"Stage":"Denoising","Step":1,"Of":2,"SecondsLeft":null,
        "Preview":{"Step":1,"Picture":{"Width":2,"Height":2,"Bytes":"AAAA"}}}}
        """)]
    public void WhatIsNotAMessage_IsRefused(string json) =>
        Assert.StartsWith("This is not a message: ", Refusal(json), StringComparison.Ordinal);

    [Fact]
    public void Nothing_IsRefused() => Assert.Equal("The message is empty.", Refusal("null"));

    private static string Refusal(string json) =>
        Assert.Throws<InvalidDataException>(() => WorkerJson.Read(Encoding.UTF8.GetBytes(json))).Message;

    private static WorkerMessage Through(WorkerMessage message) => WorkerJson.Read(WorkerJson.Write(message));

    private static Exception Failed(Exception e) =>
        Assert.IsType<Failed>(Through(new Failed(WorkerFailure.Of(e), null))).Failure.ToException();

    // Records compare lists by reference.
    private sealed class WithoutLists : IEqualityComparer<MakeVideo>
    {
        public bool Equals(MakeVideo? x, MakeVideo? y) =>
            x! with { Plan = x.Plan with { Notes = [] } } == y! with { Plan = y.Plan with { Notes = [] } };

        public int GetHashCode(MakeVideo message) => 0;
    }
}
