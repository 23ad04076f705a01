using System.ComponentModel.DataAnnotations;

namespace CogSpace.Web.Enhancing;

/// <summary>
/// The language model that rewrites prompts; without an address and a key there is none. Section "Enhancer" of
/// appsettings.json.
/// </summary>
public sealed class EnhancerOptions : IValidatableObject
{
    public const string Section = "Enhancer";

    private const string OpenAi = "https://api.openai.com/v1";

    /// <summary>
    /// What speaks the chat interface of OpenAI, as "http://localhost:11434/v1"; null: OPENAI_BASE_URL, else OpenAI itself if
    /// there is a key.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>Sent there with every request, and said nowhere; null: OPENAI_API_KEY.</summary>
    public string? ApiKey { get; set; }

    /// <summary>As the endpoint calls it.</summary>
    [Required]
    public string Model { get; init; } = "gpt-4o-mini";

    /// <summary>How long one rewriting may take, all its requests together.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is read of an answer, in kilobytes of 1000 bytes: a longer one is refused.</summary>
    [Range(1, 10_000)]
    public int AnswerKilobytes { get; init; } = 64;

    /// <summary>Tokens that the language model may write, those that it thinks with included.</summary>
    [Range(16, 100_000)]
    public int AnswerTokens { get; init; } = 1000;

    /// <summary>Prompts of all visitors that are rewritten at the same time; one visitor has one.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; init; } = 4;

    /// <summary>null: there is no language model.</summary>
    internal Uri? Endpoint => (BaseUrl ?? (ApiKey is null ? null : OpenAi)) is { } address ? new Uri(address) : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null && !IsAddress(BaseUrl))
            yield return new ValidationResult(
                "The field BaseUrl (or OPENAI_BASE_URL) must look like https://api.example.org/v1, without a user, a " +
                "password or a question mark in it.",
                [nameof(BaseUrl)]
            );
        if (ApiKey is not null && !ApiKey.All(character => character is > ' ' and < '\x7f'))
            yield return new ValidationResult(
                "The field ApiKey (or OPENAI_API_KEY) must have no spaces and no letters other than English ones.",
                [nameof(ApiKey)]);
    }

    /// <summary>Takes what the section does not say from where programs for OpenAI look for it.</summary>
    internal void Complete(IConfiguration configuration)
    {
        BaseUrl = Said(BaseUrl) ?? Said(configuration["OPENAI_BASE_URL"]);
        ApiKey = Said(ApiKey) ?? Said(configuration["OPENAI_API_KEY"]);
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0
        && address.Query.Length == 0
        && address.Fragment.Length == 0;
}
