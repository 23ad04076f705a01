using CogSpace.Generation;
using CogSpace.Web.Jobs;
using CogSpace.Web.Sharing;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Sharing;

/// <summary>Videos that go on from others, made by the small models.</summary>
public sealed class ExtendingTests : IDisposable
{
    private static readonly Visitor Me = Visitor.OnThisMachine(UnguessableId.New());

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Extend_PutsTheNewFramesBehindTheOld_AndTheDoubledOneOnce()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var generator = server.Get<Generator>();
        var results = server.Get<ResultReuse>();
        var first = await FinishedAsync(await server.Board.SubmitAsync(Me, Sample.Request(steps: 1), Sample.Model, Cancel));
        string video = VideoOf(first);

        var second = await FinishedAsync(await results.ExtendAsync(Me, first, cancel: Cancel));
        Assert.Equal("cogspace-tiny-i2v", second.Model);
        Assert.Equal(17, (await generator.ProbeVideoAsync(VideoOf(second), Cancel)).Frames);
        var recipe = await generator.RequireRecipeAsync(VideoOf(second), Cancel);
        Assert.Equal(new ExtendedVideo(await Sha256Async(video), 9), recipe.Extended);
        Assert.Equal((9, 17), (recipe.Made.Frames, recipe.Result.Frames));
        Assert.Null(((ImageToVideo)recipe.Request).Extends);

        var (old, joined) = (await FramesAsync(server, video), await FramesAsync(server, VideoOf(second)));
        for (int i = 0; i < old.Count; i++)
            Assert.True(Distance(old[i], joined[i]) < 4, $"frame {i}: {Distance(old[i], joined[i])}");

        server.Board.Delete(Me.Owner, first.Id);        // takes nothing from those that go on from it
        var third = await FinishedAsync(await results.ExtendAsync(Me, second, cancel: Cancel));
        Assert.Equal((17, 25), (third.Status.Recipe!.Extended!.Frames, third.Status.Recipe.Result.Frames));
        var varied = await FinishedAsync(await results.VaryAsync(Me, second, Cancel));
        Assert.Equal(recipe.Extended, varied.Status.Recipe!.Extended);
        Assert.Equal(17, (await generator.ProbeVideoAsync(VideoOf(varied), Cancel)).Frames);
        string record = await File.ReadAllTextAsync(FileOf(varied, "job.json"), Cancel);
        Assert.Contains("\"version\": 3", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extend_KeepsWhatIsDoneToTheFrames()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var request = Sample.Request(steps: 1) with { PostProcessing = new PostProcessing(Upscale: true, Interpolate: 2) };
        var first = await FinishedAsync(await server.Board.SubmitAsync(Me, request, Sample.Model, Cancel));

        var second = await FinishedAsync(await server.Get<ResultReuse>().ExtendAsync(Me, first, cancel: Cancel));

        var before = first.Status.Recipe!.Result;
        var expected = before with { Frames = (2 * before.Frames) - 1 };
        Assert.Equal(expected, second.Status.Recipe!.Result);
        Assert.Equal(expected, await server.Get<Generator>().ProbeVideoAsync(VideoOf(second), Cancel));
        Assert.False(File.Exists(FileOf(second, "before.mp4")));
    }

    [Fact]
    public async Task Extend_WithoutAModelForPictures_IsRefusedWithAReason()
    {
        var record = Sample.Record(state: JobState.Finished, owner: Me.Owner) with { Recipe = Sample.Recipe() };
        var earlier = Sample.Record(2, JobState.Finished, owner: Me.Owner);
        Sample.Seed(_folder, record, earlier);
        await using var server = await RunningServer.StartAsync(_folder, "Models:Offered:0=cogspace-tiny");
        var results = server.Get<ResultReuse>();
        var job = server.Board.Find(Me.Owner, record.Id)!;

        string why = results.WhyNotExtended(job)!;

        Assert.Contains("none is installed", why, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<CogSpaceException>(() => results.ExtendAsync(Me, job, cancel: Cancel));
        Assert.Equal(why, refusal.Message);
        Assert.Contains(
            "earlier version", results.WhyNotExtended(server.Board.Find(Me.Owner, earlier.Id)!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extend_OfWhatIsForeignOrGone_IsRefused()
    {
        var foreign = Sample.Record(state: JobState.Finished);
        Sample.Seed(_folder, foreign);
        await using var server = await RunningServer.StartAsync(_folder);
        var picture = await server.Receiver.ReceiveAsync(
            Me, SourceKind.Image, new MemoryStream(PngEncoder.Encode(new Frame(96, 64, new byte[96 * 64 * 3]))), null, Cancel);

        foreach (string id in new[] { foreign.Id, UnguessableId.New(), "../../keys" })
        {
            var request = new ImageToVideo { Prompt = "a", Seed = 1, Image = picture.Id, Extends = id };
            await Assert.ThrowsAsync<SourceGoneException>(
                () => server.Board.SubmitAsync(Me, request, "cogspace-tiny-i2v", Cancel));
        }
    }

    [Fact]
    public void ARecipe_NamesNoFileToGoOnFrom()
    {
        var recipe = Sample.Recipe() with { Request = new ImageToVideo { Prompt = "a", Seed = 1, Image = "0f" } };
        string text = RecipeJson.Write(recipe);
        string forged = text.Replace(
            "\"image\":\"0f\"", "\"image\":\"0f\",\"extends\":\"/etc/passwd\"", StringComparison.Ordinal);
        Assert.NotEqual(text, forged);

        var request = Assert.IsType<ImageToVideo>(RecipeJson.Read(forged)!.Request);

        Assert.Equal(("0f", null), (request.Image, request.Extends));
    }

    private static async Task<GenerationJob> FinishedAsync(GenerationJob job)
    {
        var status = await Wait.ForEndAsync(job);
        Assert.True(status.State == JobState.Finished, status.Error);
        return job;
    }

    private static async Task<List<Frame>> FramesAsync(RunningServer server, string video)
    {
        var frames = new List<Frame>();
        await foreach (var frame in server.Get<Generator>().ReadFramesAsync(video, Cancel))
            frames.Add(frame);
        return frames;
    }

    private static double Distance(Frame one, Frame other) =>
        one.Pixels.ToArray().Zip(other.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Average();

    private static async Task<string> Sha256Async(string path) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path, Cancel)));

    private string VideoOf(GenerationJob job) => FileOf(job, "video.mp4");

    private string FileOf(GenerationJob job, string name) => _folder["data", "jobs", job.Id, name];
}
