using CogSpace.Web.Jobs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>A disk that fills up while a video is made costs it a while, and not its end.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Full = "av_interleaved_write_frame(): No space left on device";

    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ARunningJob_IsMadeAgainWhenTheDiskTakesIt_AndThePageSaysWhyItWaits()
    {
        string programs = Programs(Full);
        await using var server = await RunningServer.StartAsync(_folder, _clock, $"Encoding:FfmpegFolder={programs}");
        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);

        var waiting = await Wait.ForAsync(job, status => status.Delay is not null || status.IsOver);
        Assert.Equal((JobState.Queued, null), (waiting.State, waiting.Error));
        Assert.Equal(DiskPatience.Sentence, waiting.Delay);
        Assert.Equal(0, job.Attempts);
        Assert.Equal(1, Runs);
        File.Delete(_folder["fails"]);
        await PassTimeAsync(job);

        Assert.Equal((JobState.Finished, null, null), (job.Status.State, job.Status.Delay, job.Status.Error));
        Assert.Equal(2, Runs);
        Assert.Equal(
            ["job.json", "poster.jpg", "video.mp4", "video.mp4.manifest.json"],
            Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Full, 3, "video.mp4: the disk is full. FFmpeg said: ")]
    [InlineData("video.mp4: Read-only file system", 3, "video.mp4: the disk is read-only. FFmpeg said: ")]
    [InlineData("Conversion failed!", 1, "video.mp4: FFmpeg failed. FFmpeg said: Conversion failed!")]
    public async Task ARunningJob_IsMadeThreeTimesForItsDisk_AndOnceForAllElse(string said, int runs, string sentence)
    {
        string programs = Programs(said);
        await using var server = await RunningServer.StartAsync(_folder, _clock, $"Encoding:FfmpegFolder={programs}");
        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);

        await PassTimeAsync(job);

        Assert.Equal((JobState.Failed, runs), (job.Status.State, Runs));
        Assert.Contains(sentence, job.Status.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullPath, job.Status.Error, StringComparison.Ordinal);
        Assert.Equal(["job.json"], Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AJobThatWaitsForTheDisk_CanBeCancelled()
    {
        string programs = Programs(Full);
        await using var server = await RunningServer.StartAsync(_folder, _clock, $"Encoding:FfmpegFolder={programs}");
        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        await Wait.ForAsync(job, status => status.Delay is not null || status.IsOver);

        job.Cancel();

        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(job)).State);
    }

    [Fact]
    public async Task Patience_EndsAfterAnHour_WhileThereIsNoRoom()
    {
        using var data = new DataFolder(
            Options.Create(new DataOptions { Folder = _folder["data"], FreeMegabytes = 1_000_000_000 }));
        var patience = new DiskPatience(data, runs: 100, _clock);
        await patience.ForRoomAsync(Cancel);        // nothing was refused yet
        Assert.True(patience.TakesRefusal());
        var begun = _clock.GetUtcNow();

        var waiting = patience.ForRoomAsync(Cancel);
        while (!waiting.IsCompleted)
        {
            Assert.True(patience.IsLeft);
            _clock.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(waiting, Task.Delay(1, Cancel));
        }

        Assert.False(patience.IsLeft);
        Assert.False(patience.TakesRefusal());
        Assert.True(_clock.GetUtcNow() - begun >= TimeSpan.FromHours(1));
    }

    // How often a video was begun.
    private int Runs => File.ReadLines(_folder["runs"]).Count();

    // An FFmpeg that fails with these words while there is a file.
    private string Programs(string says)
    {
        string folder = Directory.CreateDirectory(_folder["programs"]).FullName;
        string real = Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Select(path => Path.Combine(path, "ffmpeg")).First(File.Exists);
        File.WriteAllText(_folder["fails"], "");
        ScriptFile.Write(Path.Combine(folder, "ffmpeg"), $"""
            #!/bin/sh
            case "$*" in *libx264*) ;; *) exec {real} "$@";; esac
            echo run >> {_folder["runs"]}
            [ -e {_folder["fails"]} ] || exec {real} "$@"
            echo '{says}' >&2
            exit 1
            """);
        return folder;
    }

    private async Task PassTimeAsync(GenerationJob job)
    {
        while (!job.Status.IsOver)
        {
            if (job.Status.Delay is not null)
                _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Cancel);
        }
    }
}
