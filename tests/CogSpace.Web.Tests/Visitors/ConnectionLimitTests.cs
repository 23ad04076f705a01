using System.Net;
using CogSpace.Web.Hosting;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.Web.Tests.Visitors;

public sealed class ConnectionLimitTests
{
    private readonly TaskCompletionSource _end = new();
    private readonly FakeTimeProvider _clock = new();
    private int _served;

    [Fact]
    public async Task OfOneAddress_SoManyAreServed_AndOthersAreClosedUnread()
    {
        var limit = Limit();
        var open = Enumerable.Range(0, ConnectionLimit.PerAddress).Select(_ => Connect(limit, "203.0.113.9").Done).ToList();

        var (refused, closed) = Connect(limit, "203.0.113.9");
        Assert.False(closed.IsCompleted);
        _clock.Advance(RefusalPause.Longest);
        await closed;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, refused.ConnectionClosed));
        Assert.Equal(ConnectionLimit.PerAddress, _served);

        Connect(limit, "203.0.113.10");
        Assert.Equal(ConnectionLimit.PerAddress + 1, _served);

        _end.SetResult();
        await Task.WhenAll(open);
        Connect(limit, "203.0.113.9");
        Assert.Equal(ConnectionLimit.PerAddress + 2, _served);
    }

    [Fact]
    public void AnIPv6Network_IsOneAddress()
    {
        var limit = Limit();

        for (int i = 0; i < ConnectionLimit.PerAddress + 5; i++)
            Connect(limit, $"2001:db8:1:2::{i:x}");

        Assert.Equal(ConnectionLimit.PerAddress, _served);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("192.0.2.7")]
    public void ATrustedProxy_BringsEverybody(string proxy)
    {
        var limit = Limit("10.0.0.0/8", "192.0.2.7");

        for (int i = 0; i < ConnectionLimit.PerAddress + 5; i++)
            Connect(limit, proxy);

        Assert.Equal(ConnectionLimit.PerAddress + 5, _served);
    }

    [Fact]
    public async Task OfOneAddress_SoManyMayBeOpenedASecond_HoweverSoonTheyAreClosed()
    {
        _end.SetResult();
        var limit = Limit();
        for (int i = 0; i < ConnectionLimit.PerAddress; i++)
            await Connect(limit, "203.0.113.9").Done;

        var tooMany = Enumerable.Range(0, 50).Select(_ => Connect(limit, "203.0.113.9").Done).ToList();
        await Connect(limit, "203.0.113.10").Done;
        Assert.Equal(ConnectionLimit.PerAddress + 1, _served);
        Assert.All(tooMany, refused => Assert.False(refused.IsCompleted));

        _clock.Advance(RefusalPause.Longest);
        await Task.WhenAll(tooMany);
        Assert.Equal(ConnectionLimit.PerAddress + 1, _served);
        await Connect(limit, "203.0.113.9").Done;       // the address may again
        Assert.Equal(ConnectionLimit.PerAddress + 2, _served);
    }

    private ConnectionLimit Limit(params string[] proxies)
    {
        var forwarding = new ForwardedHeadersOptions();
        foreach (string proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarding.KnownProxies.Add(address);
            else
                forwarding.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }

        return new ConnectionLimit(
            Options.Create(new HostingOptions { TrustedProxies = proxies }), Options.Create(forwarding),
            new RefusalPause(_clock), _clock);
    }

    private (DefaultConnectionContext Connection, Task Done) Connect(ConnectionLimit limit, string address)
    {
        var connection = new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1234) };
        return (connection, limit.RunAsync(connection, _ =>
        {
            _served++;
            return _end.Task;
        }));
    }
}
