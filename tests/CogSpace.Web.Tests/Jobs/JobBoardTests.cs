using CogSpace.Web.Jobs;
using CogSpace.Web.Owners;
using CogSpace.Web.Tests.Visitors;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Jobs;

public sealed class JobBoardTests : IDisposable
{
    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_MakesAVideo_AndEverybodyIsToldOfIt()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        int changes = 0;
        using var subscription = server.Board.OnChange(Me, () => Interlocked.Increment(ref changes));

        var job = await server.Board.SubmitAsync(Me, Sample.Request(steps: 3), Sample.Model, Cancel);
        Assert.True(File.Exists(_folder["data", "jobs", job.Id, "job.json"]));
        var plan = job.Planned!.Plan!;
        Assert.Equal((9, 96, 64), (plan.Frames, plan.Width, plan.Height));
        var status = await Wait.ForEndAsync(job);

        Assert.Equal(JobState.Finished, status.State);
        Assert.Equal(3, status.Recipe!.Request.Steps);
        Assert.True(status.Ended >= status.Started);
        Assert.Equal(["job.json", "poster.jpg", "video.mp4", "video.mp4.manifest.json"], Files(job));
        Assert.Contains("\"state\": \"finished\"", Json(job), StringComparison.Ordinal);
        Assert.Contains("\"attempts\": 0", Json(job), StringComparison.Ordinal);
        Assert.True(changes > 5, "queued, running, each step, finished");
        Assert.Equal(ModelReadinessState.Ready, server.Readiness.State);
    }

    [Theory]
    [InlineData("", "The prompt is empty")]
    [InlineData(" \n\t ", "The prompt is empty")]
    [InlineData("a red \u0007 circle", "control character (U+0007)")]
    [InlineData("a red \0 circle", "control character (U+0000)")]
    [InlineData("a red \ud83d circle", "cannot be read")]
    public async Task Submit_RefusesPromptsThatSayNothing(string prompt, string sentence) =>
        Assert.Contains(sentence, await RefusalAsync(Sample.Request(prompt: prompt)), StringComparison.Ordinal);

    [Fact]
    public async Task Submit_RefusesWhatTheModelCannotMake_InThePipelinesWords()
    {
        Assert.Contains(
            "10000", await RefusalAsync(Sample.Request(prompt: new string('x', 2_000_000))), StringComparison.Ordinal);
        Assert.Contains(
            "negative prompt", await RefusalAsync(Sample.Request() with { NegativePrompt = "\u001b" }),
            StringComparison.Ordinal);
        Assert.Contains(
            "0 steps are not possible: choose 1 to 1000.", await RefusalAsync(Sample.Request(steps: 0)),
            StringComparison.Ordinal);
        Assert.Contains("10 frames", await RefusalAsync(Sample.Request() with { Frames = 10 }), StringComparison.Ordinal);
        Assert.Contains("width of 97", await RefusalAsync(Sample.Request() with { Width = 97 }), StringComparison.Ordinal);
        Assert.Contains(
            "guidance of NaN", await RefusalAsync(Sample.Request() with { Guidance = double.NaN }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-model")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../models/cogspace-tiny")]
    [InlineData("cogspace-tiny/")]
    [InlineData("cogspace-tiny-i2v")]
    public async Task Submit_RefusesModelsThatAreNotOnOffer(string model)
    {
        await using var server = await RunningServer.StartAsync(_folder, "Models:Offered:0=cogspace-tiny");

        var e = await Assert.ThrowsAsync<CogSpaceException>(() => server.Board.SubmitAsync(Me, Sample.Request(), model, Cancel));

        Assert.Contains("Choose one of: cogspace-tiny.", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(_folder["data", "jobs"]));
    }

    [Fact]
    public async Task Submit_ToAModelForAnotherTask_SaysSo()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        var e = await Assert.ThrowsAsync<InvalidRequestException>(() =>
            server.Board.SubmitAsync(Me, Sample.Request(), "cogspace-tiny-i2v", Cancel)
        );

        Assert.Contains("makes videos from an image", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_OfSomebodyWhoKeepsNoCookies_IsRefused_SinceNobodyCouldFetchTheVideo()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        var e = await Assert.ThrowsAsync<CogSpaceException>(() =>
            server.Board.SubmitAsync(OwnerContext.Nobody, Sample.Request(), Sample.Model, Cancel)
        );

        Assert.StartsWith("This browser keeps no cookies here", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(_folder["data", "jobs"]));
        Assert.Empty(server.Board.Of(OwnerContext.Nobody));
    }

    [Fact]
    public async Task Submit_OfALongPrompt_NotesThatItsEndIsCut()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        var job = await server.Board.SubmitAsync(
            Me, Sample.Request(prompt: string.Concat(Enumerable.Repeat("a red circle moves ", 60))), Sample.Model, Cancel);

        Assert.Contains("the end of it was cut", Assert.Single(job.Status.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ToAFullQueue_IsRefusedAndLeavesNothing_UntilThereIsRoomAgain()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Jobs:QueueLength=2");
        var running = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        await Wait.ForStepAsync(running);
        var first = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        var second = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        Assert.Equal([null, 1, 2], new[] { running, first, second }.Select(server.Board.PositionOf));

        await Assert.ThrowsAsync<QueueFullException>(() => server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel));
        Assert.Equal(3, Directory.EnumerateDirectories(_folder["data", "jobs"]).Count());

        first.Cancel();
        Assert.Equal(1, server.Board.PositionOf(second));
        var third = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        running.Cancel();
        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(running)).State);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(third)).State);
        Assert.Equal([third, second, first, running], server.Board.Of(Me));
    }

    [Fact]
    public async Task Submit_ManyAtOnce_AcceptsExactlyWhatFits()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Jobs:QueueLength=5");
        var running = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        await Wait.ForStepAsync(running);

        var tries = Enumerable
            .Range(0, 20)
            .Select(_ => server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel))
            .ToArray();
        await Task.WhenAll(tries.Select(attempt => attempt.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.All(
            tries.Where(attempt => attempt.IsFaulted),
            attempt => Assert.IsType<QueueFullException>(attempt.Exception!.InnerException));
        var accepted = tries.Where(attempt => attempt.IsCompletedSuccessfully).Select(attempt => attempt.Result);
        Assert.Equal([1, 2, 3, 4, 5], accepted.OrderBy(job => job.Place).Select(server.Board.PositionOf));
        running.Cancel();
    }

    [Fact]
    public async Task OneVisitorsManyJobs_LeavePlacesForOthers_WhoComeFirst_AfterARestartToo()
    {
        var (one, two) = (Someone.At("203.0.113.9"), Someone.At("198.51.100.1"));
        var ids = new List<string>();
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            ids.Add((await server.Board.SubmitAsync(one, Sample.LongRequest(), Sample.Model, Cancel)).Id);
            await Wait.ForStepAsync(server.Board.Find(one.Owner, ids[0])!);
            int refused = 0;
            for (int i = 0; i < 60; i++)
            {
                try
                {
                    ids.Add((await server.Board.SubmitAsync(one, Sample.Request(), Sample.Model, Cancel)).Id);
                }
                catch (ShareUsedException)
                {
                    refused++;
                }
            }

            Assert.Equal(57, refused);
            var theirs = await server.Board.SubmitAsync(two, Sample.Request(), Sample.Model, Cancel);
            Assert.Equal(1, server.Board.PositionOf(theirs));
            ids.Add(theirs.Id);
        }

        await using var after = await RunningServer.StartAsync(_folder);
        await Wait.ForStepAsync(after.Board.Find(one.Owner, ids[0])!);
        Assert.Equal(
            [null, 2, 3, 4, 1],
            ids.Select(id => after.Board.PositionOf((after.Board.Find(one.Owner, id) ?? after.Board.Find(two.Owner, id))!)));
        after.Board.Find(one.Owner, ids[0])!.Cancel();
    }

    [Fact]
    public async Task Find_ShowsNobodyTheJobsOfAnother()
    {
        var mine = Sample.Record(1, JobState.Finished, owner: Me);
        var foreign = Sample.Record(2, JobState.Finished);
        Sample.Seed(_folder, mine, foreign);
        await using var server = await RunningServer.StartAsync(_folder);

        Assert.NotNull(server.Board.Find(Me, mine.Id));
        Assert.Null(server.Board.Find(Me, foreign.Id));
        Assert.Null(server.Board.Find(Me, "../" + mine.Id));
        Assert.Null(server.Board.Find("", mine.Id));
        Assert.Equal([mine.Id], server.Board.Of(Me).Select(job => job.Id));
        server.Board.Delete(Me, foreign.Id);
        Assert.NotNull(server.Board.Find(foreign.Owner, foreign.Id));
    }

    [Fact]
    public async Task Delete_RemovesFinishedQueuedAndRunningJobsWithTheirFiles()
    {
        var finished = Sample.Record(1, JobState.Finished, owner: Me);
        Sample.Seed(_folder, finished);
        await using var server = await RunningServer.StartAsync(_folder);
        var running = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        var queued = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        var last = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        await Wait.ForStepAsync(running);

        foreach (string id in new[] { finished.Id, queued.Id, running.Id })
            server.Board.Delete(Me, id);

        Assert.Equal([last], server.Board.Of(Me));
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(last)).State);
        Assert.Equal([last.Id], Directory.EnumerateDirectories(_folder["data", "jobs"]).Select(Path.GetFileName));
    }

    public void Dispose() => _folder.Dispose();

    private string Json(GenerationJob job) => File.ReadAllText(_folder["data", "jobs", job.Id, "job.json"]);

    private IEnumerable<string?> Files(GenerationJob job) =>
        Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private async Task<string> RefusalAsync(GenerationRequest request)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        return (
            await Assert.ThrowsAsync<InvalidRequestException>(() =>
                server.Board.SubmitAsync(Me, request, Sample.Model, Cancel)
            )
        ).Message;
    }
}
