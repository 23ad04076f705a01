using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IPNetwork = System.Net.IPNetwork;

namespace CogSpace.Web.Hosting;

/// <summary>Where the server listens, and which proxies and frames it trusts.</summary>
public sealed class HostingOptions : IValidatableObject
{
    public const string Section = "Hosting";

    /// <summary>
    /// <c>localhost</c>, <c>*</c> for every address of the machine (which a container needs), or one IP address.
    /// </summary>
    public string Address { get; init; } = "localhost";

    /// <summary>The port. 0 takes any free one, and the log says which.</summary>
    [Range(0, 65_535)]
    public int Port { get; init; } = 7860;

    /// <summary>
    /// Proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed: IP addresses, or networks such as
    /// <c>10.0.0.0/8</c>. Name only those that really stand before the server.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>
    /// Names by which the server may be asked for, such as <c>videos.example.org</c> or <c>*.example.org</c>; others are
    /// refused with status 400, except by health probes. Default: any name. Pages of these hosts may open live connections
    /// even if a proxy does not pass their name on.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Where a proxy shows the page, such as <c>/cogspace</c>; empty is the root. Health probes answer with and without it.
    /// </summary>
    [RegularExpression(
        "(/[A-Za-z0-9._~-]+)*",
        ErrorMessage = "The field PathBase must be empty or look like /cogspace, without a slash at the end.")]
    public string PathBase { get; init; } = "";

    /// <summary>
    /// Sites that may show the page in a frame, such as <c>https://huggingface.co</c> or <c>https://*.hf.space</c>. With any,
    /// cookies are sent <c>SameSite=None; Secure; Partitioned</c>, so the page has to be reached by https (or localhost); name
    /// the proxy in <see cref="TrustedProxies"/> too, else the log warns at the start.
    /// </summary>
    public IReadOnlyList<string> FrameAncestors { get; init; } = [];

    /// <summary>Whether other sites may show the page in a frame; then cookies must be allowed to travel there.</summary>
    internal bool IsFramed => FrameAncestors.Count > 0;

    /// <summary>
    /// What the server listens on. Both loopbacks could not have the same free port, so for port 0 it is the older one.
    /// </summary>
    internal string Url => string.Create(CultureInfo.InvariantCulture, $"http://{Host}:{Port}");

    private string Host =>
        Address == "localhost" && Port == 0 ? "127.0.0.1"
        : IPAddress.TryParse(Address, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Address}]"
        : Address;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not ("localhost" or "*") && !IPAddress.TryParse(Address, out _))
            yield return new ValidationResult(
                $"The field Address must be localhost, * or an IP address, not \"{Address}\".", [nameof(Address)]);
        foreach (
            string proxy in TrustedProxies.Where(proxy =>
                !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _)
            )
        )
            yield return new ValidationResult(
                $"The field TrustedProxies must hold IP addresses or networks as 10.0.0.0/8, not \"{proxy}\".",
                [nameof(TrustedProxies)]);
        foreach (string host in AllowedHosts.Where(host => !HostPattern.IsValid(host)))
            yield return new ValidationResult(
                $"The field AllowedHosts must hold names as videos.example.org or *.example.org, not \"{host}\".",
                [nameof(AllowedHosts)]
            );
        foreach (string site in FrameAncestors.Where(site => !IsSite(site)))
            yield return new ValidationResult(
                $"The field FrameAncestors must hold sites as https://example.org or https://*.example.org, not \"{site}\".",
                [nameof(FrameAncestors)]
            );
    }

    // Scheme and host, perhaps a port: nothing that could end the header it goes into.
    private static bool IsSite(string site) =>
        Uri.TryCreate(site.Replace("://*.", "://any.", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http"
        && site.All(character => char.IsAsciiLetterOrDigit(character) || character is ':' or '/' or '.' or '-' or '*')
        && uri.AbsolutePath == "/" && !site.EndsWith('/');
}
