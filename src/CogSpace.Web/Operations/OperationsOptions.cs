using System.ComponentModel.DataAnnotations;
using System.Net;
using IPNetwork = System.Net.IPNetwork;

namespace CogSpace.Web.Operations;

/// <summary>How the server is watched, run and stopped.</summary>
public sealed class OperationsOptions : IValidatableObject
{
    public const string Section = "Operations";

    private const int LeastTokenLength = 16;

    /// <summary>
    /// Opens the operator's page, <c>/operator</c>, and <c>/metrics</c> to those who know it: at least 16 characters, such as
    /// <c>openssl rand -hex 24</c> prints. Never logged or shown. Default: none, and the page does not exist.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>
    /// Whether <c>/metrics</c> shows figures in the format of Prometheus, to those who send the token as
    /// <c>Authorization: Bearer</c>, or who come from one of <see cref="MetricsNetworks"/>. To others it does not exist.
    /// </summary>
    public bool Metrics { get; init; }

    /// <summary>
    /// Who may read <c>/metrics</c> without the token: IP addresses, or networks such as <c>10.0.0.0/8</c>.
    /// </summary>
    public IReadOnlyList<string> MetricsNetworks { get; init; } = [];

    /// <summary>How the log is written: lines for people, or a JSON object on each line, with the id of the job.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>
    /// How long a stop (SIGTERM, Ctrl+C) waits for the video in the making, while no new job is taken. After that, and at
    /// once with 0 or a second signal, the job goes back into the queue, for the next start. Allow 10 seconds more than this
    /// before the server is killed.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DrainTimeout { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Token is { Length: > 0 and < LeastTokenLength })
            yield return new ValidationResult(
                $"The field Token must have {LeastTokenLength} characters at least.", [nameof(Token)]);
        foreach (
            string network in MetricsNetworks.Where(network =>
                !IPAddress.TryParse(network, out _) && !IPNetwork.TryParse(network, out _)
            )
        )
            yield return new ValidationResult(
                $"The field MetricsNetworks must hold IP addresses or networks as 10.0.0.0/8, not \"{network}\".",
                [nameof(MetricsNetworks)]);
        if (Metrics && string.IsNullOrEmpty(Token) && MetricsNetworks.Count == 0)
            yield return new ValidationResult(
                $"Nobody could read /metrics: set {Section}__{nameof(Token)} or {Section}__{nameof(MetricsNetworks)}__0 too.",
                [nameof(Metrics)]);
    }
}
