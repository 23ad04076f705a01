using System.Net;
using CogSpace.Web.Hosting;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using IPNetwork = System.Net.IPNetwork;

namespace CogSpace.Web.Operations;

/// <summary>Who may read /metrics: those with the token, and those from networks that the settings name.</summary>
internal sealed class MetricsAccess(
    IOptions<OperationsOptions> options, IOptions<HostingOptions> hosting, OperatorToken token, LoginAttempts attempts)
{
    public const string Address = "/metrics";

    private const string Bearer = "Bearer ";

    public bool IsAllowed(HttpContext context) =>
        context.Request.Path == Address && options.Value.Metrics && (IsNear(context) || HasToken(context));

    // A proxy that is not trusted may stand for anybody.
    private bool IsNear(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && (hosting.Value.TrustedProxies.Count > 0 || !ForwardedRequest.IsMarked(context.Request.Headers))
        && options.Value.MetricsNetworks.Any(network =>
            Contains(network, address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private bool HasToken(HttpContext context) =>
        context.Request.Headers[HeaderNames.Authorization] is [{ } header]
        && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && attempts.Try(Visitor.AddressOf(context, hosting.Value), () => token.Is(header[Bearer.Length..])) == LoginResult.Right;

    private static bool Contains(string network, IPAddress address) =>
        IPAddress.TryParse(network, out var one) ? one.Equals(address) : IPNetwork.Parse(network).Contains(address);
}
