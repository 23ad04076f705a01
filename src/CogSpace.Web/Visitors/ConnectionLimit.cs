using System.Net;
using CogSpace.Web.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Visitors;

/// <summary>
/// Closes connections of an address that has too many open, or opens them too fast, before a byte of them is read: a sender
/// who never finishes a request takes nobody's place, and one who tries for ever nobody's time.
/// </summary>
internal sealed class ConnectionLimit(
    IOptions<HostingOptions> hosting, IOptions<ForwardedHeadersOptions> forwarding, RefusalPause pause, TimeProvider time)
    : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Connections of one address. A browser opens about ten for a page.</summary>
    public const int PerAddress = 300;

    private const int PerSecond = 30;
    private const int InAll = 5_000;

    private readonly ShareCounter _connections = new(perOwner: PerAddress, perAddress: PerAddress, InAll);
    private readonly AddressRate _rate = new(PerAddress, PerSecond, time);

    public void Configure(KestrelServerOptions options) =>
        options.ConfigureEndpointDefaults(listen => listen.Use(next => connection => RunAsync(connection, next)));

    internal async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        string name = IsProxy(address)
            ? Visitor.ThisMachine       // brings everybody
            : Visitor.AddressOf(address, isDirect: hosting.Value.TrustedProxies.Count == 0);
        IDisposable? use = null;
        bool isTooFast = name != Visitor.ThisMachine && !_rate.Take(name);
        if (isTooFast || _connections.Take(new Visitor(name, name), out use) != ShareLimit.None)
        {
            await pause.WaitAsync(connection.ConnectionClosed);
            connection.Abort(new ConnectionAbortedException("Too many connections are open."));
            return;
        }

        using (use)
            await next(connection);
    }

    private bool IsProxy(IPAddress? address)
    {
        if (address is null)
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return forwarding.Value.KnownProxies.Contains(address)
            || forwarding.Value.KnownIPNetworks.Any(network => network.Contains(address));
    }
}
