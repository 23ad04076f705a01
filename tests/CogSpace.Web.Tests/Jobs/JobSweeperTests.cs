using System.Globalization;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Visitors;
using CogSpace.Web.Visitors;

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

        var e = await Assert.ThrowsAsync<NoRoomException>(() =>
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

        var e = await Assert.ThrowsAsync<NoRoomException>(() =>
            server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel)
        );

        Assert.Contains("no room", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyCancelledJobsOfOneFile_CostNobodyAVideo_AndCountOnce()
    {
        var victim = Someone.At("198.51.100.1");
        var attacker = Someone.At("203.0.113.9");
        var video = Of(victim, 1, JobState.Finished);
        var cancelled = Enumerable.Range(2, 54).Select(i => Of(attacker, i, JobState.Cancelled)).ToArray();
        Sample.Seed(_folder, [video, .. cancelled]);
        string large = _folder["data", "jobs", cancelled[0].Id, "input.png"];
        await File.WriteAllBytesAsync(large, new byte[800_000], Cancel);
        foreach (var job in cancelled[1..])
            Disk.Link(large, _folder["data", "jobs", job.Id, "input.png"]);
        Assert.InRange(FolderSize.Of(_folder["data", "jobs"]), 900_000, 1_100_000);
        await using var server = await RunningServer.StartAsync(_folder, _clock, "Data:QuotaMegabytes=2");

        server.Sweeper.Sweep();

        Assert.NotNull(server.Board.Find(victim.Owner, video.Id));
        Assert.Empty(server.Board.Of(attacker.Owner));       // a tenth of the quota is less than their file
        await server.Board.SubmitAsync(victim, Sample.Request(), Sample.Model, Cancel);
    }

    [Fact]
    public async Task AboveAVisitorsPart_TheOwnJobsGo_WithoutAVideoFirst_AndNobodyElses()
    {
        var (one, near, far) = (Someone.At("203.0.113.9"), Someone.At("203.0.113.9"), Someone.At("198.51.100.1"));
        JobRecord[] own = [.. Enumerable.Range(1, 4).Select(i => Of(one, i, JobState.Finished))];
        var failed = Of(one, 5, JobState.Failed);
        JobRecord[] others = [Of(near, 6, JobState.Finished), Of(far, 7, JobState.Finished)];
        Sample.Seed(_folder, [.. own, failed, .. others]);
        await using var server = await RunningServer.StartAsync(_folder, _clock, "Data:QuotaMegabytes=3");

        server.Sweeper.Sweep();

        // 300 kB are one visitor's: less than three videos with their records.
        Assert.Equal([own[3].Id, own[2].Id], server.Board.Of(one.Owner).Select(job => job.Id));
        Assert.All(others, job => Assert.NotNull(server.Board.Find(job.Owner, job.Id)));
    }

    [Fact]
    public async Task WhenVideosOfOthersFillTheDisk_TheNewcomerIsRefused_AndTheyStay()
    {
        var records = Enumerable.Range(1, 12).Select(i => Of(Someone.At($"198.51.100.{i}"), i, JobState.Finished)).ToArray();
        Sample.Seed(_folder, records);
        await using var server = await RunningServer.StartAsync(_folder, _clock, "Data:QuotaMegabytes=1");

        server.Sweeper.Sweep();
        var e = await Assert.ThrowsAsync<NoRoomException>(() =>
            server.Board.SubmitAsync(Someone.At("203.0.113.9"), Sample.Request(), Sample.Model, Cancel));

        Assert.Contains("no room", e.Message, StringComparison.Ordinal);
        Assert.Equal(12, Directory.EnumerateDirectories(_folder["data", "jobs"]).Count());
    }

    [Fact]
    public async Task CancelledJobs_AreForgottenSoon_AndOnlyAFewAreKeptOfOneVisitorAndAddress()
    {
        var visitors = Enumerable.Range(0, 4).Select(_ => Someone.At("203.0.113.9")).ToArray();
        var records = visitors.SelectMany((visitor, i) =>
            Enumerable.Range(1, 12).Select(j => Of(visitor, (100 * i) + j, JobState.Cancelled))).ToArray();
        Sample.Seed(_folder, records);
        await using var server = await RunningServer.StartAsync(_folder, _clock);

        server.Sweeper.Sweep();
        Assert.All(visitors, visitor => Assert.InRange(server.Board.Of(visitor.Owner).Count, 0, 10));
        Assert.Equal(30, visitors.Sum(visitor => server.Board.Of(visitor.Owner).Count));

        _clock.Advance(TimeSpan.FromHours(1));
        server.Sweeper.Sweep();
        Assert.Empty(Directory.EnumerateDirectories(_folder["data", "jobs"]));
    }

    [Fact]
    public async Task AClockThatIsSet_WhileTheServerRunsOrBeforeItStarts_DeletesNothingAtOnce()
    {
        var record = Sample.Record(1, JobState.Finished, owner: Me);
        Sample.Seed(_folder, record);
        await using (var server = await RunningServer.StartAsync(_folder, new SteadyTime(_clock)))
        {
            _clock.Advance(TimeSpan.FromHours(2));
            _clock.Set(TimeSpan.FromHours(26));
            server.Sweeper.Sweep();
            Assert.NotNull(server.Board.Find(Me, record.Id));
        }

        await using var after = await RunningServer.StartAsync(_folder, new SteadyTime(_clock));
        after.Sweeper.Sweep();
        Assert.NotNull(after.Board.Find(Me, record.Id));

        _clock.Advance(TimeSpan.FromHours(1));
        after.Sweeper.Sweep();
        Assert.Null(after.Board.Find(Me, record.Id));
    }

    [Theory]
    [InlineData("1.00:00:00", "01:00:00", "00:01:00")]
    [InlineData("1.00:00:00", "00:01:00", "00:00:12")]
    [InlineData("00:00:01", "01:00:00", "00:00:01")]
    public void Interval_IsAFifthOfTheShorterTime_WithinAMinute(string retention, string lifetime, string interval) =>
        Assert.Equal(Time(interval), JobSweeper.Interval(Time(retention), Time(lifetime)));

    public void Dispose() => _folder.Dispose();

    private static JobRecord Of(Visitor visitor, long place, JobState state) =>
        Sample.Record(place, state, owner: visitor.Owner) with { Address = visitor.Address };

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
