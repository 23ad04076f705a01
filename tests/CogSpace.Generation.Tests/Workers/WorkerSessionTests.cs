using System.Net.Sockets;
using CogSpace.Generation.Workers;

namespace CogSpace.Generation.Tests.Workers;

/// <summary>The worker's side of the conversation, over a pair of sockets.</summary>
public sealed class WorkerSessionTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly MessageChannel _server;
    private readonly MessageChannel _worker;
    private readonly Stream _raw;
    private readonly Task<bool> _session;

    public WorkerSessionTests()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient("127.0.0.1", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port);
        _raw = client.GetStream();
        _server = new MessageChannel(_raw);
        _worker = new MessageChannel(new NetworkStream(listener.AcceptSocket(), ownsSocket: true));
        _session = new WorkerSession(_worker).RunAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _worker.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Orders_AreCarriedOut_OneAfterTheOther()
    {
        var ready = await BeginAsync();
        Assert.Equal("cpu", ready.Device!.Device);
        Assert.Equal("Upscaling and interpolation compute on cpu, float32", ready.PostProcessing);

        await _server.SendAsync(new LoadModel(Model, ComputeType.F32));
        Assert.IsType<Loaded>(await EndAsync());
        await _server.SendAsync(new LoadModel(new ModelPlace("absent", _folder["absent"]), null));
        var failed = Assert.IsType<Failed>(await EndAsync());
        Assert.Equal(FailureKind.ModelLoad, failed.Failure.Kind);
        await _server.SendAsync(new Stop());
        Assert.True(await _session.WaitAsync(Limit, Cancel));
    }

    [Fact]
    public async Task Cancel_WithoutAnOrder_DoesNothing_AndWithOneEndsIt()
    {
        await BeginAsync();
        await _server.SendAsync(new Cancel());
        await _server.SendAsync(await OrderAsync(steps: 1000));
        while (await ReceiveAsync() is not Progressed { Progress: { Stage: GenerationStage.Denoising, Step: > 0 } })
        {
        }

        await _server.SendAsync(new Cancel());
        Assert.Equal(FailureKind.Cancelled, Assert.IsType<Failed>(await EndAsync()).Failure.Kind);
        Assert.Empty(_folder.Names);
        await _server.SendAsync(await OrderAsync(steps: 2));
        Assert.Equal(_folder["video.mp4"], Assert.IsType<Made>(await EndAsync()).Result.Video);
    }

    [Fact]
    public async Task ADeviceThatIsNotThere_IsSaid()
    {
        var ready = await BeginAsync(new PipelineOptions { Device = "cuda:99" }, new NetworkOptions { Device = "gpu" });

        Assert.Null(ready.Device);
        Assert.Equal(FailureKind.InvalidRequest, ready.Problem!.Kind);
        Assert.Contains("\"gpu\" is not a valid device", ready.PostProcessing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatIsGone_EndsTheSession()
    {
        await BeginAsync();

        _server.Dispose();

        Assert.False(await _session.WaitAsync(Limit, Cancel));
    }

    [Fact]
    public async Task AnotherVersion_IsRefused()
    {
        await _server.SendAsync(new Begin(Begin.CurrentProtocol + 1, Options(new PipelineOptions(), new NetworkOptions())));

        Assert.Equal("The server is of another version: it begins with Begin.", await RefusalAsync());
    }

    [Fact]
    public async Task WhatIsNotAnOrder_IsRefused()
    {
        await BeginAsync();
        await _server.SendAsync(new Loaded(null));

        Assert.Equal("The server sent Loaded.", await RefusalAsync());
    }

    [Fact]
    public async Task AnOrderDuringAnother_IsRefused()
    {
        await BeginAsync();
        await _server.SendAsync(await OrderAsync(steps: 1000));
        await _server.SendAsync(new LoadModel(Model, null));

        Assert.Equal("The server sent an order before the last one had ended.", await RefusalAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(MessageChannel.MostBytes + 1)]
    public async Task AnImpossibleLength_IsRefused(int length)
    {
        await _raw.WriteAsync(BitConverter.GetBytes(length), Cancel);

        Assert.Equal($"This is not a message: its length is said to be {length}.", await RefusalAsync());
    }

    [Fact]
    public async Task AMessageThatIsTooLong_IsNotSent()
    {
        var picture = new Frame(2200, 2200, new byte[2200 * 2200 * Frame.Channels]);
        var progress = new GenerationProgress(GenerationStage.Denoising, 1, 2, null)
        {
            Preview = new GenerationPreview(1, picture),
        };

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => _server.SendAsync(new Progressed(progress)));

        Assert.Matches(@"^A message of \d+ bytes is too long\.$", refusal.Message);
    }

    private static ModelPlace Model => new("cogspace-tiny", Repository.TinyModel);

    private static GeneratorOptions Options(PipelineOptions pipeline, NetworkOptions networks) => new()
    {
        ModelsFolder = Repository.Models,
        Pipeline = pipeline,
        Networks = networks,
    };

    private async Task<MakeVideo> OrderAsync(int steps)
    {
        using var generator = Generator.Create(Options(new PipelineOptions { Device = "cpu" }, new NetworkOptions()));
        var plan = await generator.PlanAsync(
            new TextToVideo { Prompt = "a red circle", Seed = 7, Steps = steps, Frames = 9 },
            generator.Models.Find(Repository.TinyModel), Cancel);
        return new MakeVideo(plan, Model, new GenerationOutput(_folder["video.mp4"]), ComputeType.F32);
    }

    private async Task<Ready> BeginAsync(PipelineOptions? pipeline = null, NetworkOptions? networks = null)
    {
        await _server.SendAsync(new Begin(
            Begin.CurrentProtocol,
            Options(pipeline ?? new PipelineOptions { Device = "cpu" }, networks ?? new NetworkOptions { Device = "cpu" })));
        return Assert.IsType<Ready>(await ReceiveAsync());
    }

    private async Task<WorkerMessage?> ReceiveAsync() => await _server.ReceiveAsync(Cancel).WaitAsync(Limit, Cancel);

    private async Task<string> RefusalAsync() =>
        (await Assert.ThrowsAsync<InvalidDataException>(() => _session.WaitAsync(Limit, Cancel))).Message;

    private async Task<Ended> EndAsync()
    {
        while (true)
        {
            if (await ReceiveAsync() is not Progressed and var message)
                return Assert.IsType<Ended>(message, exactMatch: false);
        }
    }
}
