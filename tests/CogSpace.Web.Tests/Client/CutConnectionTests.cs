using CogSpace.Client;
using CogSpace.Generation;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Client;

/// <summary>What a client does when its connections are cut: it goes on, and asks for nothing twice.</summary>
public sealed class CutConnectionTests : IDisposable
{
    private static readonly VideoRequest Small = new() { Prompt = Sample.Prompt, Seed = 7, Steps = 2, Frames = 9 };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Watching_GoesOn_AndTellsNothingTwice()
    {
        const int Cuts = 3, InTheMiddleOfAnEvent = 1500;
        await using var server = await RunningServer.StartAsync(
            _folder, services => services.AddSingleton<IVideoMaker>(
                provider => new RestingMaker(provider.GetRequiredService<Generator>())));
        await using var proxy = new CuttingProxy(server.Address);
        using var client = new CogSpaceClient(proxy.Address);
        var video = await client.CreateAsync(Small with { Steps = 12 }, cancel: Cancel);
        proxy.Cut(InTheMiddleOfAnEvent, Cuts);

        var states = await client.WatchAsync(video.Id, Cancel).ToListAsync(Cancel);

        Assert.Equal(Cuts, proxy.Cuts);
        Assert.Equal(VideoStatus.Finished, states[^1].Status);
        var seen = states.Select(state => (state.Status, state.QueuePosition, state.Percent, state.Stage, state.Step)).ToList();
        Assert.Equal(seen.Distinct(), seen);
        Assert.Equal(states.Select(state => state.Percent).Order(), states.Select(state => state.Percent));
    }

    [Fact]
    public async Task ADownload_GoesOnWhereItWasCut()
    {
        const int Cuts = 3;
        await using var server = await RunningServer.StartAsync(_folder);
        await using var proxy = new CuttingProxy(server.Address);
        using var client = new CogSpaceClient(proxy.Address);
        var video = await client.CreateAsync(Small, cancel: Cancel);
        await client.WatchAsync(video.Id, Cancel).LastAsync(Cancel);
        byte[] whole = await File.ReadAllBytesAsync(_folder["data", "jobs", video.Id, "video.mp4"], Cancel);
        proxy.Cut(whole.Length / (Cuts + 1), Cuts);
        var counts = new Counts();

        await client.DownloadAsync(video.Id, _folder["a.mp4"], progress: counts, cancel: Cancel);

        Assert.Equal(Cuts, proxy.Cuts);
        Assert.Equal(whole, await File.ReadAllBytesAsync(_folder["a.mp4"], Cancel));
        Assert.Equal(counts.All.Distinct().Order(), counts.All);
    }

    [Fact]
    public async Task ARequestWhoseAnswerIsLost_MakesOneVideo()
    {
        const int Cuts = 2;
        await using var server = await RunningServer.StartAsync(_folder);
        await using var proxy = new CuttingProxy(server.Address);
        var waits = new List<CogSpaceApiException>();
        using var client = new CogSpaceClient(
            proxy.Address, retries: new RetryOptions { Waiting = (failure, _) => waits.Add(failure) });
        await client.CreateAsync(Small, cancel: Cancel);
        await File.WriteAllBytesAsync(_folder["a.png"], await SampleFile.PictureAsync(96, 64), Cancel);

        proxy.Cut(after: 0, Cuts);
        await client.CreateAsync(Small with { Prompt = "a blue square" }, cancel: Cancel);
        proxy.Cut(after: 0, Cuts);
        await client.CreateAsync(Small with { Image = VideoSource.FromFile(_folder["a.png"]) }, cancel: Cancel);

        Assert.Equal(3, server.Board.All.Count);
        Assert.Equal(2 * Cuts, proxy.Cuts);
        Assert.NotEmpty(waits);       // .NET itself sends again what an idle connection lost
        Assert.All(waits, failure => Assert.Equal(CogSpaceApiException.Unreachable, failure.Code));
    }

    private sealed class Counts : IProgress<long>
    {
        public List<long> All { get; } = [];

        public void Report(long value) => All.Add(value);
    }
}
