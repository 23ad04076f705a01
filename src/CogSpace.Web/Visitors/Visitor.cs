using System.Net;
using System.Net.Sockets;
using CogSpace.Web.Hosting;

namespace CogSpace.Web.Visitors;

/// <summary>
/// Who asks: the owner of a cookie, which anybody can throw away, and the address that the request came from. Limits count
/// both.
/// </summary>
/// <param name="Owner">As the cookie says.</param>
/// <param name="Address">
/// An IPv4 address, the /64 network of an IPv6 address, which one customer usually has whole, <see cref="ThisMachine"/>, or
/// "key " and the name of a program's key.
/// </param>
public sealed record Visitor(string Owner, string Address)
{
    /// <summary>The address of the person at this machine, who is trusted and whom no share limits.</summary>
    public const string ThisMachine = "this machine";

    private const string Key = "key ";
    private const string Unknown = "unknown";
    private const int NetworkBytes = 8;

    /// <summary>Whether this is the person at the machine that the server runs on.</summary>
    public bool IsTrusted => Address == ThisMachine;

    /// <summary>Whose a job of an earlier version is, which has no address.</summary>
    public static Visitor OnThisMachine(string owner) => new(owner, ThisMachine);

    /// <summary>A program that has a key of the host. It counts by that, wherever it asks from.</summary>
    public static Visitor OfKey(string owner, string name) => new(owner, Key + name);

    /// <summary>
    /// The address that a request counts for. A loopback address is this machine only where no proxy is set up and none has
    /// left its mark on the request: behind a proxy, everybody comes from there.
    /// </summary>
    /// <param name="http">A request; if trusted proxies passed it on, they have already been replaced by their client.</param>
    /// <param name="hosting">Says whether there are trusted proxies.</param>
    public static string AddressOf(HttpContext http, HostingOptions hosting) => AddressOf(
        http.Connection.RemoteIpAddress,
        isDirect: hosting.TrustedProxies.Count == 0 && !ForwardedRequest.IsMarked(http.Request.Headers));

    /// <param name="address">Of the client; null where there is none, as on a Unix socket.</param>
    /// <param name="isDirect">No proxy stands between.</param>
    internal static string AddressOf(IPAddress? address, bool isDirect)
    {
        if (address is null)
            return Unknown;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (isDirect && IPAddress.IsLoopback(address))
            return ThisMachine;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        byte[] network = new byte[16];
        address.GetAddressBytes().AsSpan(0, NetworkBytes).CopyTo(network);
        return $"{new IPAddress(network)}/{NetworkBytes * 8}";
    }
}
