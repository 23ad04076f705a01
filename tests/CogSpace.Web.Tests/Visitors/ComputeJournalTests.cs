using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Visitors;

public sealed class ComputeJournalTests : IDisposable
{
    private static readonly Visitor Me = new("me", "203.0.113.9");

    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();

    [Fact]
    public void TheDay_OutlivesTheServer_AndAJobThatIsCountedTwiceIsCountedOnce()
    {
        Open(ledger =>
        {
            ledger.Add(Entry("a", 30));
            ledger.Add(Entry("b", 12));
        });

        Open(ledger =>
        {
            ledger.Add(Entry("b", 12));
            Assert.Equal(42, ledger.SecondsOf(who => who.Owner == "me"));
            Assert.Equal(0, ledger.SecondsOf(who => who.Owner == "you"));
        });
    }

    [Fact]
    public void AfterADay_NothingOfAVisitorIsOnDisk()
    {
        Open(ledger => ledger.Add(Entry("a", 30)));
        _clock.Advance(TimeSpan.FromHours(12));
        Open(ledger =>
        {
            ledger.Add(Entry("b", 12));
            _clock.Advance(TimeSpan.FromHours(13));
            ledger.Forget();
            Assert.Equal(12, ledger.SecondsOf(_ => true));
        });
        Assert.Contains("\"b\"", Assert.Single(File.ReadAllLines(Journal)), StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromHours(13));
        Open(ledger => Assert.Equal(0, ledger.SecondsOf(_ => true)));
        Assert.Empty(File.ReadAllText(Journal));
    }

    [Theory]
    [InlineData("{\"job\":\"half")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    public void ALineThatIsNotWhole_CostsNoOther(string line)
    {
        Open(ledger => ledger.Add(Entry("a", 30)));
        File.AppendAllText(Journal, line);

        Open(ledger => ledger.Add(Entry("b", 12)));

        Open(ledger => Assert.Equal(42, ledger.SecondsOf(_ => true)));
        Assert.Equal(2, File.ReadAllLines(Journal).Length);
    }

    [Fact]
    public void WhatCannotBeRead_BeginsANewDay()
    {
        Directory.CreateDirectory(Journal);

        Open(ledger =>
        {
            ledger.Add(Entry("a", 30));
            Assert.Equal(30, ledger.SecondsOf(_ => true));
        });
    }

    public void Dispose() => _folder.Dispose();

    private string Journal => _folder["computed.jsonl"];

    private void Open(Action<ComputeLedger> use)
    {
        using var data = new DataFolder(Options.Create(new DataOptions { Folder = _folder.FullPath }));
        use(new ComputeLedger(_clock, new ComputeJournal(data, NullLogger<ComputeJournal>.Instance)));
    }

    private ComputeEntry Entry(string job, double seconds) => new(job, Me, seconds, _clock.GetUtcNow());
}
