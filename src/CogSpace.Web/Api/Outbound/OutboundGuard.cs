using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace CogSpace.Web.Api.Outbound;

/// <summary>Which addresses this server asks in the name of programs: public ones, unless the host names others.</summary>
internal sealed class OutboundGuard(IOptions<ApiOptions> options)
{
    private const int MostLetters = 2000;

    // This machine, its network, and what is no single machine: RFC 6890 and its successors.
    private static readonly IPNetwork[] Refused =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
            "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ]).Select(IPNetwork.Parse),
    ];

    private readonly IPNetwork[] _allowed = [.. options.Value.OutboundNetworks.Select(IPNetwork.Parse)];

    /// <summary>Whether an address may be asked. An IPv4 address inside an IPv6 one counts as what it is.</summary>
    public bool Allows(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return Array.Exists(_allowed, network => network.Contains(address))
            || !Array.Exists(Refused, network => network.Contains(address));
    }

    /// <summary>Reads an address that a program has sent. Where its name leads is looked at each time that it is asked.</summary>
    /// <returns>null: it is not one, or not one that may be asked.</returns>
    public Uri? Read(string text) =>
        text.Length <= MostLetters && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && address.Host.Length > 0
        && options.Value.PortsOutside.Contains(address.Port)
        && (!IPAddress.TryParse(address.DnsSafeHost, out var number) || Allows(number))
            ? address
            : null;

    /// <summary>Opens a connection to an address that was looked at, and to no other that the name may have meanwhile.</summary>
    /// <exception cref="HttpRequestException">No address of the name may be asked, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        var allowed = Array.FindAll(addresses, Allows);
        if (allowed.Length == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the name leads to no address that may be asked");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
