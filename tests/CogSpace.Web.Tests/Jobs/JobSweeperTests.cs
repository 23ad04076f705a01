using System.Globalization;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

public sealed class JobSweeperTests : IDisposable
{
    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_DeletesWhatIsOver_WhenItsTimeHasPassed()
    {
        var records = new[]
        {
            Sample.Record(1, JobState.Finished, owner: Me),
            Sample.Record(2, JobState.Failed, owner: Me),
            Sample.Record(3, JobState.Cancelled, owner: Me) with { Ended = null },
            Sample.Record(4, JobState.Finished, owner: Me) with { Ended = Sample.Noon.AddHours(2) },
        };
        Sample.Seed(_folder, records);
        await using var server = await RunningServer.StartAsync(_folder, _clock);
        int changes = 0;
        using var subscription = server.Board.OnChange(Me, () => changes++);

        _clock.Advance(TimeSpan.FromHours(24));
        server.Sweeper.Sweep();
        Assert.Equal(4, server.Board.Of(Me).Count);

        _clock.Advance(TimeSpan.FromHours(1));
        server.Sweeper.Sweep();
        Assert.Equal([records[3].Id], server.Board.Of(Me).Select(job => job.Id));
        Assert.Equal([records[3].Id], Directory.EnumerateDirectories(_folder["data", "jobs"]).Select(Path.GetFileName));
        Assert.Equal(3, changes);
    }

    [Fact]
    public async Task Sweep_AboveTheQuota_DeletesTheFirstFinished_AndNeverWhatWaitsOrRuns()
    {
        // 100 kB each, a quota of 1 MB: two of twelve are too much.
        var finished = Enumerable
            .Range(1, 12)
            .Select(i => Sample.Record(i, JobState.Finished, owner: Me) with { Ended = Sample.Noon.AddMinutes(-i) })
            .ToArray();
        Sample.Seed(_folder, finished);
        await using var server = await RunningServer.StartAsync(
            _folder, _clock, "Data:QuotaMegabytes=1");
        var running = await server.Board.SubmitAsync(Me, Sample.LongRequest(), Sample.Model, Cancel);
        var waiting = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        await Wait.ForStepAsync(running);

        server.Sweeper.Sweep();

        var left = server.Board.Of(Me).Select(job => job.Id).ToArray();
        Assert.Contains(running.Id, left);
        Assert.Contains(waiting.Id, left);
        Assert.Equal(finished[..9].Select(record => record.Id).Order(), left.Except([running.Id, waiting.Id]).Order());
        running.Cancel();
    }

    [Fact]
    public async Task Submit_WithAQuotaThatNothingCanFree_IsRefused()
    {
        var running = Sample.Record(1, owner: Me) with { Request = Sample.LongRequest() };
        Sample.Seed(_folder, running);
        File.WriteAllBytes(_folder["data", "jobs", running.Id, "large"], new byte[1_100_000]);
        await using var server = await RunningServer.StartAsync(_folder, "Data:QuotaMegabytes=1");

        var e = await Assert.ThrowsAsync<CogSpaceException>(() =>
            server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel)
        );

        Assert.Contains("no room", e.Message, StringComparison.Ordinal);
        Assert.NotNull(server.Board.Find(Me, running.Id));
        server.Board.Find(Me, running.Id)!.Cancel();
    }

    [Fact]
    public async Task Submit_WithADiskThatIsNearlyFull_IsRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Data:FreeMegabytes=1000000000");

        var e = await Assert.ThrowsAsync<CogSpaceException>(() =>
            server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel)
        );

        Assert.Contains("no room", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.00:00:00", "01:00:00", "00:01:00")]
    [InlineData("1.00:00:00", "00:01:00", "00:00:12")]
    [InlineData("00:00:01", "01:00:00", "00:00:01")]
    public void Interval_IsAFifthOfTheShorterTime_WithinAMinute(string retention, string lifetime, string interval) =>
        Assert.Equal(Time(interval), JobSweeper.Interval(Time(retention), Time(lifetime)));

    public void Dispose() => _folder.Dispose();

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
