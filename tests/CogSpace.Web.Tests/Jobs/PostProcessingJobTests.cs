using System.Net;
using CogSpace.Generation;
using CogSpace.Web.Estimates;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Sharing;
using CogSpace.Web.Tests.Uploads;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>Jobs that upscale or interpolate a visitor's video and make nothing new.</summary>
public sealed class PostProcessingJobTests : IDisposable
{
    private static readonly PostProcessing Both = new(Upscale: true, Interpolate: 2);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AnUpload_GetsPixelsAndFrames_AndStaysItsOwners()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        string upload = await sender.TakenAsync(await SampleFile.VideoAsync(48, 32));
        var (menu, speeds) = (server.Get<PostProcessingMenu>(), server.Get<StageSpeeds>());
        var work = VideoWork.OfPostProcessing(Both, new VideoInfo(48, 32, 8, 8), menu);
        Assert.Null(speeds.Of(work));

        var job = await FinishedAsync(server, sender.Owner, VideoPostProcessing.Of(upload, Both));

        Assert.Null(job.Model);
        Assert.Null(job.Status.Recipe);
        string record = await File.ReadAllTextAsync(FileOf(job, "job.json"), Cancel);
        Assert.Contains("\"version\": 4", record, StringComparison.Ordinal);
        Assert.Equal(
            ["before.mp4", "input.mp4", "job.json", "poster.jpg", "video.mp4"],
            Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var generator = server.Get<Generator>();
        Assert.Equal(new VideoInfo(192, 128, 15, 16), await generator.ProbeVideoAsync(FileOf(job, "video.mp4"), Cancel));
        Assert.Equal(new VideoInfo(48, 32, 8, 8), await generator.ProbeVideoAsync(FileOf(job, "before.mp4"), Cancel));
        Assert.NotNull(speeds.Of(work));       // the next visitor is told how long it takes

        using var webp = await sender.Browser.GetAsync($"/videos/{job.Id}.webp?download=1", Cancel);
        Assert.Equal("image/webp", webp.Content.Headers.ContentType?.MediaType);
        Assert.Equal("video-upscaled-interpolated.webp", webp.Content.Headers.ContentDisposition?.FileNameStar);
        var shared = Assert.Throws<CogSpaceException>(() => server.Board.Share(Visitor.OnThisMachine(sender.Owner), job.Id));
        Assert.Contains("made here can be shared", shared.Message, StringComparison.Ordinal);
        Assert.Contains(
            "made here can be extended", server.Get<ResultReuse>().WhyNotExtended(job), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVideoOfOurs_StillSaysHowItWasMade()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        var made = await FinishedAsync(server, sender.Owner, Sample.Request(steps: 1), Sample.Model);
        var upload = await server.Get<ResultReuse>().AsUploadAsync(Visitor.OnThisMachine(sender.Owner), made, Cancel);

        var job = await FinishedAsync(
            server, sender.Owner, VideoPostProcessing.Of(upload.Id, new PostProcessing(Interpolate: 2)));

        var recipe = await server.Get<Generator>().RequireRecipeAsync(FileOf(job, "video.mp4"), Cancel);
        Assert.Equal((9, 17), (recipe.Made.Frames, recipe.Result.Frames));
        Assert.Equal(Sample.Prompt, recipe.Request.Prompt);
        Assert.Equal(recipe.Result, job.Status.Recipe?.Result);
        Assert.True(File.Exists(FileOf(job, "video.mp4.manifest.json")));
        Assert.False(File.Exists(FileOf(job, "before.mp4")));
    }

    [Fact]
    public async Task ARestart_KeepsIt_WhetherItWaitsOrIsFinished()
    {
        string finished, waiting;
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var first = await Sender.OpenAsync(server);
            string upload = await first.TakenAsync(await SampleFile.VideoAsync(48, 32));
            finished = (await FinishedAsync(server, first.Owner, VideoPostProcessing.Of(upload, Both))).Id;
            await server.Board.SubmitAsync(first.Owner, Sample.LongRequest(), Sample.Model, Cancel);
            waiting = (await server.Board.SubmitAsync(first.Owner, VideoPostProcessing.Of(upload, Both), null, Cancel)).Id;
        }

        await using var again = await RunningServer.StartAsync(_folder);
        Assert.Equal(JobState.Finished, again.Board.FindOfAnybody(finished)!.Status.State);
        foreach (var job in again.Board.All.Where(job => job.Model is not null))
            job.Cancel();
        var end = await Wait.ForEndAsync(again.Board.FindOfAnybody(waiting)!);
        Assert.True(end.State == JobState.Finished, end.Error);
    }

    [Fact]
    public async Task WhatCannotBeDone_IsRefusedBeforeTheQueue()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Jobs:LongestVideo=00:00:02");
        using var sender = await Sender.OpenAsync(server);
        using var stranger = await Sender.OpenAsync(server);
        string small = await sender.TakenAsync(await SampleFile.VideoAsync(48, 32));
        string lengthy = await sender.TakenAsync(await SampleFile.VideoAsync(48, 32, seconds: 3));
        string large = await sender.TakenAsync(await SampleFile.VideoAsync(4200, 300));

        await AssertRefusedAsync("Nothing would be done", sender, VideoPostProcessing.Of(small, new PostProcessing()));
        await AssertRefusedAsync("lasts 3 seconds: a video of 2 seconds", sender, VideoPostProcessing.Of(lengthy, Both));
        await AssertRefusedAsync("are too many", sender, VideoPostProcessing.Of(large, Both));
        await AssertRefusedAsync("3 times", sender, VideoPostProcessing.Of(small, new PostProcessing(Interpolate: 3)));
        await AssertRefusedAsync(
            "no way to upscale", sender, VideoPostProcessing.Of(small, new PostProcessing(Upscale: true, Upscaler: "../a.pth")));
        foreach (string id in new[] { small, UnguessableId.New(), "../../keys" })
            await Assert.ThrowsAsync<SourceGoneException>(
                () => server.Board.SubmitAsync(stranger.Owner, VideoPostProcessing.Of(id, Both), null, Cancel));
        Assert.Empty(server.Board.All);

        async Task AssertRefusedAsync(string sentence, Sender who, VideoPostProcessing request)
        {
            var refusal = await Assert.ThrowsAnyAsync<CogSpaceException>(
                () => server.Board.SubmitAsync(who.Owner, request, null, Cancel));
            Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhatIsKnownToTakeTooLong_IsRefused_WithTheTimes()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Jobs:Deadline=00:05:00");
        using var sender = await Sender.OpenAsync(server);
        string upload = await sender.TakenAsync(await SampleFile.VideoAsync(48, 32));
        var (menu, speeds) = (server.Get<PostProcessingMenu>(), server.Get<StageSpeeds>());
        var work = VideoWork.OfPostProcessing(Both, new VideoInfo(48, 32, 8, 8), menu);
        speeds.Learn(work, work.ToDictionary(each => each.Stage, _ => 200.0), total: 800);

        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(
            () => server.Board.SubmitAsync(sender.Owner, VideoPostProcessing.Of(upload, Both), null, Cancel));

        Assert.Equal(
            "This would take about 14 minutes, longer than the 5 minutes that this server allows. Send a shorter or smaller " +
            "video.",
            refusal.Message);
    }

    private static async Task<GenerationJob> FinishedAsync(
        RunningServer server, string owner, GenerationRequest request, string? model = null)
    {
        var job = await server.Board.SubmitAsync(owner, request, model, Cancel);
        var status = await Wait.ForEndAsync(job);
        Assert.True(status.State == JobState.Finished, status.Error);
        return job;
    }

    private string FileOf(GenerationJob job, string name) => _folder["data", "jobs", job.Id, name];
}
