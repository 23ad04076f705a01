using System.Net;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Uploads;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>Jobs that are made from a picture or a video keep it.</summary>
public sealed class SourceJobTests : IDisposable
{
    private const string ImageModel = "cogspace-tiny-i2v";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_KeepsThePictureWithTheJob_ByItsBareName()
    {
        byte[] picture = await SampleFile.PictureAsync(120, 120);
        var cookies = new CookieContainer();
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server, cookies);
        using var stranger = await Sender.OpenAsync(server);
        string upload = await sender.TakenAsync(picture);

        var job = await server.Board.SubmitAsync(
            sender.Owner,
            Image(upload) with
            {
                Crop = new Crop(0.5, 1, 2),
            },
            ImageModel,
            Cancel
        );

        Assert.Equal("input.png", ((ImageToVideo)job.Request).Image);
        Assert.Equal(new CropBox(30, 80, 60, 40), job.CropBox);
        Assert.Equal(new SourceInfo(SourceKind.Image, 120, 120), job.Source);
        Assert.Equal(picture, File.ReadAllBytes(_folder["data", "jobs", job.Id, "input.png"]));
        Assert.DoesNotContain(_folder.FullPath, Json(job.Id), StringComparison.Ordinal);
        Assert.Contains("\"version\": 2", Json(job.Id), StringComparison.Ordinal);

        var status = await Wait.ForEndAsync(job);
        Assert.True(status.State == JobState.Finished, status.Error);
        Assert.DoesNotContain(_folder.FullPath, Json(job.Id), StringComparison.Ordinal);
        Assert.Equal(
            ["input.png", "job.json", "poster.jpg", "video.mp4", "video.mp4.manifest.json"],
            Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        using var back = await sender.Browser.GetAsync($"/videos/{job.Id}/input", Cancel);
        Assert.Equal(picture, await back.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("image/png", back.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Browser.GetAsync($"/videos/{job.Id}/input", Cancel)).StatusCode);

        server.Board.Delete(sender.Owner, job.Id);
        Assert.Empty(Directory.EnumerateDirectories(_folder["data", "jobs"]));
        Assert.Equal(HttpStatusCode.NotFound, (await sender.Browser.GetAsync($"/videos/{job.Id}/input", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Submit_OfAVideo_AndOfAnEarlierJobsVideo_RestylesIt()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        string upload = await sender.TakenAsync(await SampleFile.VideoAsync(96, 64, seconds: 2));

        var job = await server.Board.SubmitAsync(sender.Owner, Video(upload), Sample.Model, Cancel);
        Directory.Delete(_folder["data", "uploads", upload], recursive: true);
        var again = await server.Board.SubmitAsync(sender.Owner, Video(job.Id) with { Seed = 8 }, Sample.Model, Cancel);

        Assert.Equal("input.mp4", ((VideoToVideo)again.Request).Video);
        foreach (var made in new[] { job, again })
        {
            var end = await Wait.ForEndAsync(made);
            Assert.True(end.State == JobState.Finished, end.Error);
            Assert.Equal((9, 0.5), (end.Recipe!.Made.Frames, Assert.IsType<VideoToVideo>(end.Recipe.Request).Strength));
        }

        server.Board.Delete(sender.Owner, job.Id);
        Assert.True(File.Exists(_folder["data", "jobs", again.Id, "input.mp4"]));
    }

    [Fact]
    public async Task Submit_OfWhatIsNotThereOrNotTheirs_IsRefusedAlike_AndLeavesNothing()
    {
        var clock = new TestClock();
        await using var server = await RunningServer.StartAsync(_folder, clock);
        using var sender = await Sender.OpenAsync(server);
        using var stranger = await Sender.OpenAsync(server);
        string mine = await sender.TakenAsync(await SampleFile.PictureAsync(64, 64));
        string theirs = await stranger.TakenAsync(await SampleFile.PictureAsync(64, 64));
        var text = await server.Board.SubmitAsync(sender.Owner, Sample.Request(), Sample.Model, Cancel);
        var foreign = await server.Board.SubmitAsync(stranger.Owner, Image(theirs), ImageModel, Cancel);

        foreach (
            string id in new[]
            {
                theirs,
                foreign.Id,
                text.Id,
                UnguessableId.New(),
                "",
                "..",
                "/etc/passwd",
                "../uploads/" + mine,
                _folder["data", "uploads", mine, "input.png"],
            }
        )
            await Assert.ThrowsAsync<SourceGoneException>(() =>
                server.Board.SubmitAsync(sender.Owner, Image(id), ImageModel, Cancel)
            );
        await Assert.ThrowsAsync<SourceGoneException>(() =>
            server.Board.SubmitAsync(sender.Owner, Video(mine), Sample.Model, Cancel)
        );

        clock.Advance(TimeSpan.FromMinutes(61));
        var e = await Assert.ThrowsAsync<SourceGoneException>(() =>
            server.Board.SubmitAsync(sender.Owner, Image(mine), ImageModel, Cancel)
        );
        Assert.Contains("choose it again", e.Message, StringComparison.Ordinal);
        Assert.Equal(
            new[] { text.Id, foreign.Id }.Order(),
            Directory.EnumerateDirectories(_folder["data", "jobs"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Submit_WithNumbersOutOfTheirRange_IsASentence()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        string video = await sender.TakenAsync(await SampleFile.VideoAsync(96, 64));
        string image = await sender.TakenAsync(await SampleFile.PictureAsync(96, 64));

        foreach (
            var (request, model, sentence) in new (GenerationRequest, string, string)[]
            {
                (Video(video) with { Strength = 1.01 }, Sample.Model, "strength of 1.01"),
                (Video(video) with { Strength = -0.1 }, Sample.Model, "strength of -0.1"),
                (Video(video) with { Strength = double.NaN }, Sample.Model, "strength of NaN"),
                (Video(video) with { Crop = new Crop(2, 0, 1) }, Sample.Model, "crop at 2"),
                (Image(image) with { Crop = new Crop(0, 0, double.NaN) }, ImageModel, "zoom of NaN"),
                (Image(image) with { Steps = 100_000 }, ImageModel, "100000 steps"),
                (Image(image), Sample.Model, "makes videos from text"),
                (Video(video), ImageModel, "makes videos from an image"),
            }
        )
        {
            var e = await Assert.ThrowsAsync<InvalidRequestException>(() =>
                server.Board.SubmitAsync(sender.Owner, request, model, Cancel)
            );
            Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateDirectories(_folder["data", "jobs"]));
    }

    [Fact]
    public async Task ARestart_RunsWhatWaited_AndFailsWhatHasLostItsPicture()
    {
        var cookies = new CookieContainer();
        string owner, kept, lost, damaged;
        await using (var before = await RunningServer.StartAsync(_folder))
        {
            using var sender = await Sender.OpenAsync(before, cookies);
            owner = sender.Owner;
            string upload = await sender.TakenAsync(await SampleFile.PictureAsync(96, 64));
            await before.Board.SubmitAsync(owner, Sample.LongRequest(), Sample.Model, Cancel);
            kept = (await before.Board.SubmitAsync(owner, Image(upload), ImageModel, Cancel)).Id;
            lost = (await before.Board.SubmitAsync(owner, Image(upload), ImageModel, Cancel)).Id;
            damaged = (await before.Board.SubmitAsync(owner, Image(upload), ImageModel, Cancel)).Id;
        }

        File.Delete(_folder["data", "jobs", lost, "input.png"]);
        File.Delete(_folder["data", "jobs", damaged, "input.png"]);       // the other jobs have the same file under other names
        File.Copy(_folder["data", "jobs", damaged, "job.json"], _folder["data", "jobs", damaged, "input.png"]);
        await using var after = await RunningServer.StartAsync(_folder);
        after.Board.Of(owner)[^1].Cancel();

        Assert.Equal(
            "The picture that this should be made from is gone. Please choose it again.",
            after.Board.Find(owner, lost)!.Status.Error);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(after.Board.Find(owner, kept)!)).State);
        var failed = await Wait.ForEndAsync(after.Board.Find(owner, damaged)!);
        Assert.Contains("input.png", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullPath, failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TakesNoPathForAPicture()
    {
        using var data = Sample.Open(_folder);
        var store = Sample.StoreOf(data);
        foreach (string name in new[] { "../../keys/key.xml", "/etc/passwd", "job.json", "video.mp4", "" })
            store.Save(Sample.Record() with { Request = Image(name), Source = new SourceInfo(SourceKind.Image, 96, 64) });

        Assert.Empty(store.Load());
        Assert.Equal(5, Directory.EnumerateDirectories(data.Damaged).Count());
    }

    [Fact]
    public void Version_IsTheOldOneForAPromptAlone_SoThatAnOlderServerStillReadsIt()
    {
        var text = Sample.Record();
        var image = text with
        {
            Request = Image("input.png"),
            Source = new SourceInfo(SourceKind.Image, 96, 64),
            CropBox = new CropBox(0, 1.5, 96, 61),
        };

        Assert.Equal((1, 2), (text.Version, image.Version));
        Assert.Equal(image, JobJson.Read(JobJson.Write(image)) with { Notes = image.Notes });
    }

    public void Dispose() => _folder.Dispose();

    private static ImageToVideo Image(string id) =>
        new()
        {
            Prompt = "a red square moves up on a white background",
            Seed = 7,
            Steps = 2,
            Frames = 9,
            Image = id,
        };

    private static VideoToVideo Video(string id) =>
        new()
        {
            Prompt = "a red square moves up on a white background",
            Seed = 7,
            Steps = 4,
            Frames = 9,
            Video = id,
            Strength = 0.5,
        };

    private string Json(string id) => File.ReadAllText(_folder["data", "jobs", id, "job.json"]);
}
