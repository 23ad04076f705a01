using System.Net;
using CogSpace.Web.Api;
using CogSpace.Web.Api.Outbound;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Api;

public sealed class OutboundGuardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void AnAddressInside_IsNotAllowed(string address) => Assert.False(Guard().Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700::1111")]
    public void AnAddressOutside_IsAllowed(string address) => Assert.True(Guard().Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://example.org:8080/")]
    [InlineData("http://me:password@example.org/")]
    [InlineData("ftp://example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.org/")]
    [InlineData("example.org")]
    [InlineData("")]
    public void AnAddressThatMayNotBeAsked_IsNotRead(string text) => Assert.Null(Guard().Read(text));

    [Theory]
    [InlineData("https://example.org/hook?a=1")]
    [InlineData("http://example.org:443/")]
    public void AnotherAddress_IsRead(string text) => Assert.NotNull(Guard().Read(text));

    [Fact]
    public async Task AName_IsLookedAtWhenItIsAsked()
    {
        using var client = new OutboundClient(Guard());

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.Http.GetAsync("http://localhost/", Cancel));

        Assert.Contains("no address that may be asked", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ANetworkThatTheHostNames_IsAllowed()
    {
        var guard = Guard(new ApiOptions { OutboundNetworks = ["10.1.2.0/24"], OutboundPorts = [8080] });

        Assert.True(guard.Allows(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.False(guard.Allows(IPAddress.Parse("10.1.3.3")));
        Assert.NotNull(guard.Read("http://10.1.2.3:8080/"));
        Assert.Null(guard.Read("http://10.1.2.3/"));
    }

    private static OutboundGuard Guard(ApiOptions? options = null) => new(Options.Create(options ?? new ApiOptions()));
}
