using System.ComponentModel.DataAnnotations;
using IPNetwork = System.Net.IPNetwork;

namespace CogSpace.Web.Api;

/// <summary>Whether and how programs use the server.</summary>
public sealed class ApiOptions : IValidatableObject
{
    public const string Section = "Api";

    private static readonly int[] UsualPorts = [80, 443];

    /// <summary>Whether programs may use it at all. Without this, its addresses do not exist.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether programs without a key may, with the limits of the page's visitors.</summary>
    public bool Anonymous { get; init; } = true;

    /// <summary>
    /// Keys of programs, beside those that <c>cogspace keys create</c> makes: <c>Api__Keys__0__Name</c>, <c>__Sha256</c> (of
    /// the key), and what its holder may have: <c>__ConcurrentJobs</c>, <c>__JobsPerDay</c>, <c>__ComputePerDay</c>,
    /// <c>__Models__0</c>, <c>__Priority</c>.
    /// </summary>
    public IReadOnlyList<ProgramKey> Keys { get; init; } = [];

    /// <summary>Requests a minute that a key, or an address without one, may send; so many may come at once.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>
    /// Sites whose pages may use it from a browser, such as <c>https://example.org</c>; <c>*</c> is every site. Cookies are
    /// never looked at, so such a page can do no more than any other program.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Names by which programs may ask for models beside their own, such as <c>sora-2=CogVideoX-5b</c>. Where a picture is
    /// sent and that model takes none, the one that is chosen at first for pictures is asked.
    /// </summary>
    public IReadOnlyList<string> ModelNames { get; init; } = [];

    /// <summary>How long <c>POST /generate</c> waits for its video. After that it answers where the video will be.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan GenerateDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether programs may name a <c>callback_url</c>, which this server calls when their video is over.</summary>
    public bool Callbacks { get; init; }

    /// <summary>Ports that addresses of programs may have. Default: 80 and 443.</summary>
    public IReadOnlyList<int> OutboundPorts { get; init; } = [];

    /// <summary>
    /// Networks such as <c>10.1.2.0/24</c> that addresses of programs may lead to although they are not public. Others that are
    /// not public are never asked.
    /// </summary>
    public IReadOnlyList<string> OutboundNetworks { get; init; } = [];

    /// <summary>The same with its default.</summary>
    internal IReadOnlyList<int> PortsOutside => OutboundPorts.Count > 0 ? OutboundPorts : UsualPorts;

    /// <summary>The model that the host means by a name; null: it has not given it to one.</summary>
    internal string? ModelCalled(string name) =>
        ModelNames.Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == name)?[1];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string problem in Keys.Select(key => key.Problem()).OfType<string>())
            yield return new ValidationResult(problem, [nameof(Keys)]);
        if (Keys.DistinctBy(key => key.Name).Count() < Keys.Count)
            yield return new ValidationResult("Two keys have the same name.", [nameof(Keys)]);
        foreach (string pair in ModelNames.Where(pair => pair.Split('=') is not [{ Length: > 0 }, { Length: > 0 }]))
            yield return new ValidationResult(
                $"The field ModelNames must hold pairs as sora-2=CogVideoX-5b, not \"{pair}\".", [nameof(ModelNames)]);
        foreach (string origin in AllowedOrigins.Where(origin => !IsOrigin(origin)))
            yield return new ValidationResult(
                $"The field AllowedOrigins must hold sites as https://example.org, or *, not \"{origin}\".",
                [nameof(AllowedOrigins)]);
        foreach (string network in OutboundNetworks.Where(network => !IPNetwork.TryParse(network, out _)))
            yield return new ValidationResult(
                $"The field OutboundNetworks must hold networks as 10.1.2.0/24, not \"{network}\".", [nameof(OutboundNetworks)]);
    }

    private static bool IsOrigin(string text) =>
        text == "*"
        || (Uri.TryCreate(text, UriKind.Absolute, out var site) && site.Scheme is "https" or "http"
            && site.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase));
}
