using CogSpace.Generation;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>
/// Job folders that an earlier server wrote (commit 7b601d8) stay readable: both versions of job.json, finished and queued.
/// </summary>
public sealed class EarlierJobsTests : IDisposable
{
    private const string Owner = "79af7633f092b086f7097a607fb5bcd4";

    private static readonly DateTimeOffset Then = new(2026, 11, 30, 5, 0, 0, TimeSpan.Zero);     // before they expired

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Jobs_AreFoundAsTheyWere_AndTheQueueGoesOn()
    {
        CopyJobs();
        var clock = new TestClock();
        clock.Advance(Then - clock.GetUtcNow());
        await using var server = await RunningServer.StartAsync(_folder, clock);

        var text = Finished(server, "dcb4380fd750d08180dd30c2927d565f");
        Assert.Equal((7u, 2, 5.0, 0.1), (text.Request.Seed, text.Request.Steps, text.Request.Guidance, text.Request.StepCache));
        Assert.Equal(("blue", SchedulerKind.Ddim), (text.Request.NegativePrompt, text.Request.Scheduler));
        Assert.Equal(("DDIM", 0.1), (text.Status.Recipe!.Scheduler, text.Status.Recipe.Request.StepCache));

        var larger = Finished(server, "9187f1089e00889d3087cf06a55a53dc");
        Assert.Equal(("a red circle \"quoted\" 圆", 4294967295u), (larger.Request.Prompt, larger.Request.Seed));
        Assert.Equal(new VideoInfo(384, 256, 17, 16), larger.Status.Recipe!.Result);

        var image = Finished(server, "596ebe4938fdb2ae400254907f8c5daf");
        Assert.Equal(
            ("input.png", new Crop(0.5, 1, 2)), (((ImageToVideo)image.Request).Image, ((ImageToVideo)image.Request).Crop));
        Assert.Equal(new CropBox(30, 80, 60, 40), image.CropBox);

        var video = Finished(server, "91bdaff551e468862236b8ce48009353");
        Assert.Equal(("input.mp4", 0.5), (((VideoToVideo)video.Request).Video, ((VideoToVideo)video.Request).Strength));

        var queued = server.Board.Find(Owner, "d794fdb420e3a28e526961f048f7f1bb")!;
        Assert.Equal(JobState.Running, (await Wait.ForStepAsync(queued)).State);
        queued.Cancel();
        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(queued)).State);
    }

    private static GenerationJob Finished(RunningServer server, string id)
    {
        var job = server.Board.Find(Owner, id);
        Assert.NotNull(job);
        Assert.Equal(JobState.Finished, job.Status.State);
        return job;
    }

    private void CopyJobs()
    {
        string jobs = Path.Combine(Repository.Root, "tests", "fixtures", "written-by-7b601d8", "jobs");
        foreach (string file in Directory.EnumerateFiles(jobs, "*", SearchOption.AllDirectories))
        {
            string copy = _folder["data", "jobs", Path.GetRelativePath(jobs, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
