using System.Net;
using System.Security.Cryptography;
using CogSpace.Client;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Client;

/// <summary>The client for programs against the real server.</summary>
public sealed class CogSpaceClientTests : IDisposable
{
    private static readonly VideoRequest Small = new() { Prompt = Sample.Prompt, Seed = 7, Steps = 2, Frames = 9 };
    private static readonly VideoRequest Long = new() { Prompt = Sample.Prompt, Steps = 1000 };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AVideo_IsMade_Watched_AndDownloaded()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var client = new CogSpaceClient(server.Address);

        var video = await client.CreateAsync(Small with { NegativePrompt = "blue", Seed = ulong.MaxValue }, cancel: Cancel);
        var states = await client.WatchAsync(video.Id, Cancel).ToListAsync(Cancel);
        await client.DownloadAsync(video.Id, _folder["a.mp4"], cancel: Cancel);
        await client.DownloadAsync(video.Id, _folder["a.gif"], ContentFormat.Gif, cancel: Cancel);

        Assert.Equal(VideoStatus.Finished, states[^1].Status);
        Assert.Equal(100, states[^1].Percent);
        Assert.Equal(("cogspace-tiny", ulong.MaxValue), (states[^1].Model, states[^1].Seed!.Value));
        Assert.Equal("blue", states[^1].Request.NegativePrompt);
        Assert.True(states[^1].Recipe!.Value.GetProperty("aiGenerated").GetBoolean());
        Assert.Contains("webm", states[^1].Links.Formats!.Keys);
        var probe = await Programs.ProbeAsync(_folder["a.mp4"]);
        Assert.Equal("h264", probe.GetProperty("codec_name").GetString());
        Assert.Equal("9", probe.GetProperty("nb_read_frames").GetString());
        Assert.Equal("GIF89a"u8.ToArray(), (await File.ReadAllBytesAsync(_folder["a.gif"], Cancel))[..6]);
        Assert.DoesNotContain(_folder.Names, name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheToken_ReachesTheVideosAgain_AndNobodyElseDoes()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var client = new CogSpaceClient(server.Address);
        Assert.Null(client.Token);
        var videos = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.CreateAsync(Small, cancel: Cancel)));

        using var again = new CogSpaceClient(server.Address, client.Token);
        using var stranger = new CogSpaceClient(server.Address);

        var listed = await again.ListAsync(pageSize: 2, cancel: Cancel).ToListAsync(Cancel);
        Assert.Equal(videos.Select(video => video.Id).Order(), listed.Select(video => video.Id).Order());
        Assert.Empty(await again.ListAsync(VideoStatus.Failed, cancel: Cancel).ToListAsync(Cancel));
        var failure = await Assert.ThrowsAsync<CogSpaceApiException>(() => stranger.GetAsync(videos[0].Id, Cancel));
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (failure.Status, failure.Code));
    }

    [Fact]
    public async Task APicture_GoesAlong_AsAFile_AStream_OrAnUpload()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var client = new CogSpaceClient(server.Address);
        byte[] picture = await SampleFile.PictureAsync(120, 64);
        await File.WriteAllBytesAsync(_folder["心.png"], picture, Cancel);
        using var stream = new MemoryStream(picture);
        var streamed = VideoSource.FromStream(stream, "a.png");
        var upload = await client.UploadAsync(streamed, UploadKind.Image, Cancel);
        Assert.Equal((UploadKind.Image, 120, 64), (upload.Kind, upload.Width, upload.Height));

        foreach (var source in new[] { VideoSource.FromFile(_folder["心.png"]), streamed, VideoSource.FromId(upload.Id) })
        {
            var video = await client.CreateAsync(
                Small with { Image = source, Crop = new VideoCrop(0, 1, 2), StepCache = 0.1, Upscale = false }, cancel: Cancel);
            Assert.Equal("cogspace-tiny-i2v", video.Model);
            Assert.Equal(new VideoCrop(0, 1, 2), video.Request.Crop);
            Assert.Equal(0.1, video.Request.StepCache);
            var last = await client.WatchAsync(video.Id, Cancel).LastAsync(Cancel);
            Assert.Equal(
                Convert.ToHexStringLower(SHA256.HashData(picture)),
                last.Recipe!.Value.GetProperty("request").GetProperty("image").GetString());
        }

        Assert.True(stream.CanRead);
        await Assert.ThrowsAsync<FileNotFoundException>(
            () => client.CreateAsync(Small with { Image = VideoSource.FromFile(_folder["no.png"]) }, cancel: Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => client.UploadAsync(VideoSource.FromId("a"), cancel: Cancel));
    }

    [Fact]
    public async Task AVideo_IsExtended_Upscaled_Interpolated_AndRestyled()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var client = new CogSpaceClient(server.Address);
        var video = await client.CreateAsync(Small, cancel: Cancel);
        await client.WatchAsync(video.Id, Cancel).LastAsync(Cancel);
        var source = VideoSource.FromId(video.Id);

        Video[] others =
        [
            await client.ExtendAsync(video.Id, cancel: Cancel),
            await client.UpscaleAsync(new UpscaleRequest(source) { Upscaler = "lanczos-2x", Interpolate = 2 }, cancel: Cancel),
            await client.InterpolateAsync(new InterpolateRequest(source) { Times = 4 }, cancel: Cancel),
            await client.CreateAsync(Small with { Video = source, Strength = 0.5 }, cancel: Cancel),
        ];

        foreach (var other in others)
            Assert.Equal(VideoStatus.Finished, (await client.WatchAsync(other.Id, Cancel).LastAsync(Cancel)).Status);
        var upscaled = others[1].Request;
        Assert.Equal((true, "lanczos-2x", 2), (upscaled.Upscale, upscaled.Upscaler, upscaled.Interpolate));
        Assert.Null(others[2].Model);
        Assert.Equal(0.5, others[3].Request.Strength);
    }

    [Fact]
    public async Task ARunningVideo_IsCancelled_AndDeleted()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var client = new CogSpaceClient(server.Address);
        var first = await client.CreateAsync(Long, cancel: Cancel);
        var second = await client.CreateAsync(Long, cancel: Cancel);

        await client.CancelAsync(first.Id, Cancel);
        Assert.Equal(VideoStatus.Cancelled, (await client.WatchAsync(first.Id, Cancel).LastAsync(Cancel)).Status);
        await client.CancelAsync(first.Id, Cancel);
        Assert.Equal(VideoStatus.Cancelled, (await client.GetAsync(first.Id, Cancel)).Status);
        var failure = await Assert.ThrowsAsync<CogSpaceApiException>(
            () => client.DownloadAsync(first.Id, _folder["a.mp4"], cancel: Cancel));
        Assert.Equal((HttpStatusCode.Conflict, "not_made"), (failure.Status, failure.Code));
        Assert.False(File.Exists(_folder["a.mp4.part"]));

        await client.DeleteAsync(second.Id, Cancel);
        Assert.Equal([first.Id], server.Board.All.Select(job => job.Id));
    }

    [Fact]
    public async Task TheOffer_TheEstimate_AndRefusals_AreTyped()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var client = new CogSpaceClient(server.Address);

        var offer = await client.GetModelsAsync(Cancel);
        var model = offer.Models.Single(one => one.Name == "cogspace-tiny-i2v");
        Assert.Equal((OfferedTask.ImageToVideo, new OfferedSize(96, 64)), (model.Task, model.Sizes[0]));
        Assert.Equal(10_000, offer.Limits.PromptCharacters);
        var estimate = await client.EstimateAsync(new VideoRequest { Frames = 9, Interpolate = 2 }, Cancel);
        Assert.Equal((17, 16.0), (estimate.Frames, estimate.Fps));
        Assert.Null(client.Token);

        var refusal = await Assert.ThrowsAsync<CogSpaceApiException>(
            () => client.CreateAsync(Small with { Steps = 5000 }, cancel: Cancel));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid", "steps"), (refusal.Status, refusal.Code, refusal.Field));
        Assert.Contains("1000", refusal.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<CogSpaceApiException>(() => client.RewriteAsync("a fox", cancel: Cancel));
        Assert.Equal((HttpStatusCode.NotImplemented, "no_language_model"), (missing.Status, missing.Code));
        using var wrong = new CogSpaceClient(server.Address, "csk_nonsense");
        Assert.Equal(
            "wrong_key", (await Assert.ThrowsAsync<CogSpaceApiException>(() => wrong.CreateAsync(Small, cancel: Cancel))).Code);
    }

    [Fact]
    public async Task Waiting_EndsWhenItIsCancelled()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var client = new CogSpaceClient(server.Address);
        var video = await client.CreateAsync(Long, cancel: Cancel);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.WatchAsync(video.Id, end.Token))
                await end.CancelAsync();
        });

        await client.DeleteAsync(video.Id, Cancel);
    }
}
