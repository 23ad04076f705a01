using System.Net;
using CogSpace.Web.Hosting;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.Http;

namespace CogSpace.Web.Tests.Visitors;

public sealed class VisitorTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%2", "fe80::/64")]
    [InlineData("127.0.0.1", Visitor.ThisMachine)]
    [InlineData("::1", Visitor.ThisMachine)]
    [InlineData("::ffff:127.0.0.1", Visitor.ThisMachine)]
    [InlineData(null, "unknown")]
    public void AddressOf_IsWhatOneCustomerHas(string? address, string counted) => Assert.Equal(
        counted, Visitor.AddressOf(address is null ? null : IPAddress.Parse(address), isDirect: true));

    [Theory]
    [InlineData(null, 0, true)]
    [InlineData(null, 1, false)]
    [InlineData("X-Forwarded-For", 0, false)]
    [InlineData("Forwarded", 0, false)]
    [InlineData("X-Real-IP", 0, false)]
    public void ALoopbackAddress_IsTrusted_OnlyWithoutASignOfAProxy(string? header, int proxies, bool isTrusted)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        if (header is not null)
            http.Request.Headers[header] = "198.51.100.1";
        var hosting = new HostingOptions { TrustedProxies = [.. Enumerable.Repeat("10.0.0.1", proxies)] };

        var visitor = new Visitor("me", Visitor.AddressOf(http, hosting));

        Assert.Equal(isTrusted, visitor.IsTrusted);
        Assert.DoesNotContain("198.51.100.1", visitor.Address, StringComparison.Ordinal);
    }
}
