using System.Net;
using CogSpace.Web.Jobs;
using CogSpace.Web.Moderation;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Logging.Abstractions;

namespace CogSpace.Web.Tests.Moderation;

public sealed class BlockListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;

    public BlockListTests() => _data = Sample.Open(_folder);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.0/24", "203.0.113.8", true)]
    [InlineData("203.0.113.0/24", "203.0.114.8", false)]
    [InlineData("2001:db8::17", "2001:db8::/64", true)]
    [InlineData("2001:db8::/32", "2001:db8:1:2::/64", true)]
    [InlineData("2001:db8::/64", "2001:db8:0:1::/64", false)]
    [InlineData("203.0.113.7", Visitor.ThisMachine, false)]
    [InlineData("0.0.0.0/0", "unknown", false)]
    public void AnAddress_IsBlockedByItselfOrByItsNetwork(string blocked, string address, bool isBlocked)
    {
        var list = Open();

        list.Add(BlockKind.Address, $" {blocked} ");

        Assert.Equal(isBlocked, list.Has(new Visitor(UnguessableId.New(), address)));
    }

    [Fact]
    public void Blocks_OutliveTheServer_UntilTheyAreRemoved()
    {
        string owner = UnguessableId.New();
        var list = Open();
        list.Add(BlockKind.Owner, owner, "spam");
        list.Add(BlockKind.Address, "203.0.113.7");
        list.Add(BlockKind.Owner, owner, "still spam");

        var later = Open();
        Assert.Equal(["203.0.113.7", owner], later.All.Select(block => block.Value));
        Assert.Equal("still spam", later.All[1].Note);
        Assert.True(later.Has(new Visitor(owner, "198.51.100.1")));
        Assert.True(later.Remove(BlockKind.Owner, owner));
        Assert.False(later.Remove(BlockKind.Owner, owner));
        Assert.False(Open().Has(new Visitor(owner, "198.51.100.1")));
        Assert.True(Open().Has(new Visitor(owner, "203.0.113.7")));
    }

    [Theory]
    [InlineData(BlockKind.Address, "somewhere", "\"somewhere\" is not an address: write it as 203.0.113.7, 2001:db8::1 or")]
    [InlineData(BlockKind.Address, "203.0.113.0/99", "\"203.0.113.0/99\" is not an address")]
    [InlineData(BlockKind.Address, "", "\"\" is not an address")]
    [InlineData(BlockKind.Owner, "../../etc", "\"../../etc\" is not an owner: it has 32 digits from 0 to f.")]
    public void WhatIsNoOwnerOrAddress_IsRefused(BlockKind kind, string value, string sentence)
    {
        var list = Open();

        var added = Assert.Throws<InvalidRequestException>(() => list.Add(kind, value));
        var removed = Assert.Throws<InvalidRequestException>(() => list.Remove(kind, value));
        Assert.StartsWith(sentence, added.Message, StringComparison.Ordinal);
        Assert.Equal(added.Message, removed.Message);
        Assert.Empty(list.All);
    }

    [Fact]
    public void ADamagedList_StopsTheStart_AndIsLeftAsItIs()
    {
        File.WriteAllText(_data.Blocks, "[{");

        var e = Assert.Throws<CogSpaceException>(Open);

        Assert.Contains("blocks.json cannot be read", e.Message, StringComparison.Ordinal);
        Assert.Equal("[{", File.ReadAllText(_data.Blocks));
    }

    [Fact]
    public async Task ABlockedVisitor_GetsASentence_KeepsTheVideos_AndNobodyElseIsHit()
    {
        _data.Dispose();
        await using var server = await RunningServer.StartAsync(_folder, "Hosting:TrustedProxies:0=127.0.0.0/8");
        using var bad = await FromAsync(server, "203.0.113.7");
        using var good = await FromAsync(server, "198.51.100.1");
        var job = await server.Board.SubmitAsync(
            new Visitor(bad.Owner, "203.0.113.7"), Sample.Request(), Sample.Model, Cancel);
        await Wait.ForEndAsync(job);

        server.Blocks.Add(BlockKind.Address, "203.0.113.0/24");

        var e = await Assert.ThrowsAsync<RefusedException>(() => server.Board.SubmitAsync(
            new Visitor(bad.Owner, "203.0.113.7"), Sample.Request(), Sample.Model, Cancel));
        Assert.Equal(403, e.Status);
        Assert.StartsWith("The host of this server has blocked new requests", e.Message, StringComparison.Ordinal);
        var (status, answer) = await bad.SendAsync(await SampleFile.PictureAsync(16, 16), "image");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal(e.Message, answer.GetProperty("error").GetString());
        using var video = await bad.Browser.GetAsync($"/videos/{job.Id}.mp4", Cancel);
        Assert.Equal(HttpStatusCode.OK, video.StatusCode);
        await good.TakenAsync(await SampleFile.PictureAsync(16, 16), "image");
        await server.Board.SubmitAsync(new Visitor(good.Owner, "198.51.100.1"), Sample.Request(), Sample.Model, Cancel);

        server.Blocks.Remove(BlockKind.Address, "203.0.113.0/24");
        server.Blocks.Add(BlockKind.Owner, good.Owner);
        await bad.TakenAsync(await SampleFile.PictureAsync(16, 16), "image");
        Assert.Equal(HttpStatusCode.Forbidden, (await good.SendAsync(await SampleFile.PictureAsync(16, 16))).Status);
    }

    private static Task<Sender> FromAsync(RunningServer server, string address) => Sender.OpenAsync(server, address: address);

    private BlockList Open() => new(_data, TimeProvider.System, NullLogger<BlockList>.Instance);
}
